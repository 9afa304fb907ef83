"""Words that carry no need by themselves, in the five languages that were taught; folded, without accents."""

from typing import Final

_ENGLISH: Final = """
a about above actually after again ago all almost already also although always am among an and another any anybody
anyone anything anyway are arent around as ask asked asking at away back be because been before being below between
both but by came can cannot cant come comes coming could couldnt day days did didnt do does doesnt doing done dont down
each either else em even ever every everyone everything far few find for from get gets getting give given go goes going
gone gonna good got gotta great guys had has hasnt have havent having he hello help her here hes hey hi him his how
however i id if ill im in instead into is isnt it its ive just keep keeps kind knew know known knows last later least
less let lets like little ll lol long look looking looks lot lots made make makes making many may maybe me mean might
mine more most much must my myself need needed needs never new next nice no nobody none nor not nothing now of off oh ok
okay on once one ones only or other others our ours out over own people perhaps please plz pls put quite rather re
really right rt said same saw say saying says see seem seems seen she should shouldnt since so some somebody someone
something sometimes soon sorry still stuff such sure take takes taking tell than thank thanks thanx that thats the
their theirs them then there theres these they theyre theyve thing things think this those though thought through thru
thx till time times to today told tomorrow tonight too took tried try trying two u under until up upon ur us use used
using ve very via want wanted wants was wasnt way we week weeks well went were werent weve what whats when where
whether which while who whole whom whose why will with within without wont would wouldnt wow ya yeah year years yep yes
yesterday yet you youd youll your youre yours youve yr hour hours minute minutes month months ago anymore kindly dear
team dm dms hope happy amp etc via able let able bit actually morning evening night love ill gt lt three first second
getting ask cause cuz since set start started end ending appreciate welcome bye wondering wonder guess understand
happen happens happened ppl omg lmao ugh hmm wtf sir madam maam mr mrs gonna wanna btw fyi asap best better big put
"""
_GERMAN: Final = """
ab aber ach alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist bitte da dabei
dadurch dafur dagegen daher damit danach dann daran darauf daraus darf das dass davon dazu dein deine dem den denn der
des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines
einfach einmal er es etwas euch euer eure fur gab ganz gar geht gemacht genau gerade gern gerne gibt gut habe haben hab
hallo hast hat hatte hatten hattet heute hier hin ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins irgendwie
ist ja jede jedem jeden jeder jedes jemand jetzt kann kannst kein keine keinem keinen keiner konnen konnt konnte
konnten leider liebe lieber liegt mal man manche mehr mein meine meinem meinen meiner mich mir mit mochte morgen muss
mussen musste nach nachdem nein nicht nichts noch nun nur ob oder oft ohne paar schon sehr sein seine seinem seinen
seiner seit seitdem selbst sich sie sind so sogar soll sollen sollte sondern sonst statt tag um und uns unser unsere
unserem unseren unter viel viele vielen vielleicht vom von vor wann war waren warum was weg weil weiter welche welchem
welchen welcher wenn wer werde werden werdet wie wieder wieso will wir wird wirklich wo wollen wollte wurde wurden
wurdest zu zum zur zwar zwei zwischen danke dank gruss grusse eigentlich ebenfalls gleich bereits etwa
"""
_FRENCH: Final = """
afin ai ainsi alors apres as au aucun aucune aujourdhui aura aussi autre autres aux avait avant avec avez avoir avons
bah beaucoup bien bon bonjour bonsoir c ca car ce ceci cela celle celui cest cet cette ces chez ci comme comment
contre d dans de deja depuis des dire dis dit dois doit donc dont du elle elles en encore entre es est et etaient etait
etant ete etes etre eu fait faire fais faut fois ils il j jai je jamais jour jours juste l la le les leur leurs lui lors
m ma mais me meme merci mes mieux moi moins mon n ne ni nos notre nous on ont ou oui par parce pas pendant personne peu
peut peux plus plutot pour pourquoi pourtant pouvez pouvoir pourrait prendre puis qu quand que quel quelle quelles quels
quelque quelques qui quoi rien s sa sans se sera ses si sinon soit son sont sous sur suis t ta tant te tes toi ton
toujours tous tout toute toutes tres trop tu un une va vais vers veut veux voici voila voir vos votre vous vraiment vrai
y svp stp salut cordialement jusqu lorsque afin
"""
_SPANISH: Final = """
a al algo alguien alguna algunas alguno algunos ahi ahora ante antes aqui asi aun aunque bien buen buena buenas bueno
buenos cada casi como con contra cosa cosas cual cuales cuando cuanto da dan de del desde deben debe decir dia dias dice
donde dos durante e el ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estado
estamos estan estar estas este esto estos estoy favor fue fueron gracias ha haber habia hace hacen hacer hacia han has
hasta hay he hemos hola hoy igual ir la las le les lo los luego mas me mejor menos mi mia mientras mio mis mismo
misma mucha muchas mucho muchos muy nada nadie ni no nos nosotros nuestra nuestro nunca o os otra otras otro otros para
pero poco por porque pues puede pueden puedo que quien quienes quiere quiero saber se sea ser si sido siempre sin sino
sobre solo son soy su sus suya suyo tal tambien tampoco tan tanto te tendra tener tengo ti tiempo tiene tienen toda
todas todavia todo todos tras tu tus un una unas uno unos usted ustedes va vais vamos van varias varios veces ver vez
vosotros voy y ya yo saludos ayer manana
"""
_ITALIAN: Final = """
a abbiamo ad adesso agli ai al alcuni alla alle allo allora altra altre altri altro anche ancora appena avere aveva
avete avevo bene buon buona buongiorno c che chi ci ciao cio col come con cosa cosi cui da dagli dai dal dalla dalle
davvero degli dei del dell della delle dello deve devo di dice dire dopo dove dovrebbe due e ecco ed era erano essere
fa faccio fanno fare fatto fino fra gia giorni giorno gli grazie ha hai hanno ho i il in infatti insomma invece io l la
le lei li lo loro lui ma mai me meglio meno mentre mi mia mie miei mio molta molte molti molto ne negli nei nel nella
nelle nessun nessuno niente noi non nostra nostro nulla o oggi ogni ora per perche pero piu po poco poi possibile
possiamo posso prima proprio puo qua qual quale quali qualche qualcosa qualcuno quando quanto quasi quella quelle quelli
quello questa queste questi questo qui quindi sara se sei sembra sempre senza si sia siamo siete solo sono sopra sotto
stata stato stessa stesso sta stanno sto su sua sue sui sul sulla suo suoi tanto te ti tra tua tuo tutta tutte tutti
tutto un una uno va vi voi volta volte vorrei vostra vostro salve saluti favore ieri domani
"""
_NOTS: Final = """
no not never without cant cannot dont doesnt didnt wont isnt kein keine keinen nicht ohne pas sans sin senza
"""
STOPS: Final = frozenset(f"{_ENGLISH}{_GERMAN}{_FRENCH}{_SPANISH}{_ITALIAN}".split())
# They turn round what follows them: nothing by themselves, but the better half of "no signal".
TURNING: Final = frozenset(_NOTS.split())
