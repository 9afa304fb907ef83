"""What can go wrong when companies are decided: an error tree of its own."""


class CompanyError(Exception):
    """What can go wrong with companies; the asker can put it right."""


class NoDomain(CompanyError):
    """That is no domain, and no name that members gave to a company."""


class NoWhy(CompanyError):
    """A decision about companies needs its reason."""


class NotCalled(CompanyError):
    """A company cannot be called so."""


class NoSuchTime(CompanyError):
    """From when until when cannot be as it was said."""


class NoSuchRole(CompanyError):
    """There is no such part in a buying centre."""


class AlreadyOne(CompanyError):
    """It is so already."""


class NotThere(CompanyError):
    """Somebody is not known to belong to that company, or was not met any more."""


class NoSuchCompanyDecision(CompanyError):
    """There is no decision about a company with that number."""


class MayNotPlace(Exception):
    """Members say who belongs where; readers look."""
