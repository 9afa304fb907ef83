"""Words that stand in nearly every post, folded, in the languages that are read most."""

from typing import Final

_STOPS: Final = (
    "a an and are as at be but by can do for from has have he i if in is it its me my no not of on or our she so that "
    "the they this to us was we what when who will with you your "
    "aber als auch auf das dem den der des die ein eine er es fur ich im ist mit nicht sich sie und von wir zu "
    "au ce de des du elle est et il je la le les mais ne nous on ou pas pour que qui sur un une vous "
    "con del el en los no para pero por se su una y yo al che di il lo ma mi non per piu sono ti"
)
EVERYWHERE: Final = frozenset(_STOPS.split())
_COURTESIES: Final = (
    "all am any anyone been best bye can could day days did does evening everybody everyone follow friday friend "
    "friends get go going good great had happy hello help hey hi him his hope how if into just kind kindly know "
    "let like look looking lot love many message monday more morning much new next nice night now only one please "
    "post read really regards see send share should sincerely so some soon sorry support thank thanks thursday "
    "time today tomorrow tuesday twitter very want was wednesday week weekend welcome well were which wish wishes "
    "wonderful would year yet yours alle allen bitte danke dank euch frohe ganz gern gerne grusse gruss gut gute "
    "guten hallo herzliche herzlichen hilfe ihnen ihre ihr jahr liebe lieben mal mich mir morgen nachricht neue "
    "neues noch schon schone schonen sehr tag tage unsere unserer uns viel viele vielen wenn werden wird woche "
    "wochenende wunsche wunschen amis annee avec beaucoup belle bien bon bonjour bonne bonsoir cordialement ete "
    "journee merci nos notre plus salut semaine soiree sont souhaite tout toute toutes tous tres vos votre amigos "
    "ano buen buena buenas bueno buenos dias feliz gracias hola muchas mucho muy noches nuestra nuestro saludos "
    "semana tarde todas todos anno bella buon buona buongiorno ciao giornata grazie molto saluti tante tutti vi "
    "settimana "
)
ON_ALL_LIPS: Final = EVERYWHERE | frozenset(_COURTESIES.split())
"""These, and the words of greetings, thanks and wishes: what is made of them alone tells nothing."""
