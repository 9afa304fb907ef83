"""Short and other forms of given names. Each line is one name; a form stands on one line only."""

from typing import Final

_GROUPS: Final = """
abigail abby abbie
albert al bert bertie
alexander alexandra alex alec sasha sascha sandy aleksandr aleksandra alessandro alexandre alejandro
alfred alf alfie fred freddie freddy frederick frederic friedrich fritz
andrew andy drew andreas andre andrei andrey andrea anders andrzej
ann anna anne annie anni anja anita annika
anthony tony antonio anton antoine
barbara barb barbie babs
benjamin ben benny benji
bernard bernie bernd
bridget biddy bridie
caroline carolyn carrie caro karoline
catherine katherine kathryn katharina kate katie kathy cathy cath kat katja katya ekaterina kitty
charles charlie chuck carlos karl carl
christopher chris kris christoph christian
christina christine tina chrissie kirsten kristina
daniel dan danny daniele daniela danielle
david dave davey davide
deborah debbie deb debra
dennis denny denis
dmitri dmitry dima dimitri dmitriy
donald don donnie
dorothy dot dottie dolly
edward ed eddie ted teddy ned eduard eduardo
eleanor ellie nell nora leonora
elizabeth elisabeth liz lizzie beth betty eliza lisa elsie libby bess lisbeth
emily em emmy emilie
emma emmie
eugene gene evgeny yevgeny
francis frances frank frankie fran francesco francisco paco franz francois
gabriel gabe gabriele gabriela gabby
geoffrey geoff jeffrey jeff
george georg giorgio jorge yuri
gerald gerry jerry gerhard gerd
gregory greg gregor grzegorz
harold harry hal harald
heinrich heinz henry hank henri enrico enrique
helen helena nellie elena lena yelena olena
irene irina ira
isabel isabella isabelle bella izzy
jacob jake jakob jacques
james jim jimmy jamie jaime
jane janet jan janie
jennifer jen jenny jenni
jessica jess jessie
joan joanna joanne jo johanna
john johnny jon jack johann johannes hans juan giovanni jean ivan
jonathan jonny jonathon
joseph joe joey jose giuseppe josef pepe josep
joshua josh
judith judy judi
julia julie juliet yulia iuliia
kenneth ken kenny
kimberly kim kimberley
konstantin kostya constantine
larry lawrence laurence lars lorenzo laurent lorenz
leonard leo len lenny leonardo
louis louise lou lewis luis luigi ludwig
lucy lucia lucie
luke lucas lukas luca
madeleine madeline maddie
magdalena magda lena
margaret maggie meg peggy marge margie greta margarete margarita gretel
maria mary marie mariam molly polly masha mariya
mark marc marcus marco markus marcos
martin marty martino
martha marta
matthew matt matty mateo matthias matteo mathieu
maximilian max maxim maksim
michael mike mick mickey mikey michel miguel mikhail misha micha michele
mohammed mohamed muhammad mo
natalie natalia nat natasha natalya
nathan nate nathaniel nat
nicholas nick nicky nicolas nico nikolaus klaus nikolai
nicole nikki nicola
oliver ollie olivier
olivia liv livvy
pamela pam
patricia pat patty trish tricia
patrick paddy patricio
paul pablo paolo pavel pawel
peter pete pedro pietro pierre piotr
philip phil phillip philippe felipe
rachel rach raquel
raymond ray ramon
rebecca becky becca
richard rick ricky dick rich richie ricardo
robert rob bob bobby robbie bert roberto
roger rog rodger
ronald ron ronnie
samuel samantha sam sammy
sarah sara sally sadie
sergei sergey serge sergio
stanley stan
stephen steven steve stevie stefan stephan stefano etienne esteban
susan sue susie suzanne susanne susanna
theodore theo teodor
teresa theresa terry tess tessa
thomas tom tommy tomas tommaso
timothy tim timmy
ulrich uli ulrike
valerie val valeria
vasily vasya basil
victor vic viktor vittorio
victoria vicky vicki viktoria tori
vincent vince vinny vincenzo
vladimir vova volodymyr
walter wally walt
william will bill billy willie liam wilhelm willi guillermo guillaume
wolfgang wolf
zachary zach zack
"""


def _forms() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _GROUPS.strip().splitlines():
        name, *others = line.split()
        for form in (name, *others):
            found.setdefault(form, name)
    return found


FORMS: Final = _forms()
"""The name behind each form: `bill` is `william`."""
