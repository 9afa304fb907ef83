"""Every address of the software, on one page."""

from django.urls import URLPattern, URLResolver, include, path

from twoears.web.views import (
    conversations,
    entering,
    finding,
    measure,
    patterns,
    people,
    settings,
    sources,
    start,
    today,
)


def page(address: str, view: object, name: str) -> list[URLPattern]:
    """A page, and the same address with `.json` behind it for its view model."""
    return [path(address, view, name=name), path(f"{address}.json", view)]  # type: ignore[call-overload]


urlpatterns: list[URLPattern | URLResolver] = [
    path("", entering.front_door, name="home"),
    *page("start", start.start, "start"),
    path("start/listen", start.listen, name="listen"),
    path("start/upload", start.upload, name="upload"),
    path("start/progress", start.progress, name="progress"),
    path("start/what", start.what, name="what"),
    path("us", start.these_are_us, name="say-us"),
    path("us/not", start.not_us, name="not-us"),
    *page("today", today.today, "today"),
    *page("conversations", conversations.conversations, "conversations"),
    *page("conversations/<slug:public_id>", conversations.conversation, "conversation"),
    path("conversations/<slug:public_id>/draft", conversations.draft, name="draft"),
    path("conversations/<slug:public_id>/<slug:what>", conversations.decide, name="decide"),
    path("undo/<int:decision>", conversations.undo, name="undo"),
    *page("people", people.people, "people"),
    path("people/<slug:public_id>.vl.json", people.person_picture),
    *page("people/<slug:public_id>", people.person, "person"),
    path("people/<slug:public_id>.as2.jsonl", people.copy, name="person-copy"),
    path("people/<slug:public_id>/merge", people.merge, name="merge"),
    path("people/<slug:public_id>/split", people.split, name="split"),
    path("people/<slug:public_id>/undo/<int:change>", people.undo_identity, name="undo-identity"),
    path("people/<slug:public_id>/forget", people.forget, name="forget"),
    path("measure.csv", measure.measure_csv, name="measure-csv"),
    path("measure.vl.json", measure.measure_picture),
    *page("measure", measure.measure, "measure"),
    *page("measure/rows", measure.measure_rows, "measure-rows"),
    *page("sources", sources.sources, "sources"),
    path("sources/<int:key>/<slug:what>", sources.source, name="source"),
    path("asides/<int:key>", sources.try_again, name="aside"),
    *page("settings", settings.settings, "settings"),
    path("settings/reading", settings.reading, name="reading"),
    path("theme", settings.theme, name="theme"),
    path("settings/team", settings.team, name="team"),
    path("settings/people", settings.add_member, name="add-member"),
    path("settings/people/<int:key>", settings.role, name="role"),
    *page("find", finding.find, "find"),
    path("more", entering.more, name="more"),
    path("keys", entering.keys, name="keys"),
    path("-/patterns", patterns.patterns, name="patterns"),
    path("healthz", entering.healthz, name="healthz"),
    path("api/", include("twoears.api.urls")),
    path("", include("twoears.api.tracking")),
    path("accounts/", include("allauth.urls")),
]
