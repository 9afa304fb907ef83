"""Words that a person would point at: who is asked, what is begged, what is thanked for, in five languages.

A cue is one or two words as they are read (lower case, no accents, no apostrophes: "don't" is "dont"). The weight that
each kind carries is learnt; the lists only say which words are of a kind.
"""

from collections.abc import Iterable
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twoears.lib.text import folding
from twoears.understanding.complaint_words import COMPLAINT_CUES
from twoears.understanding.grams import Words, open_page

# Kind by kind, a line for each language: English, German, French, Spanish, Italian.
CUES: Final[dict[str, str]] = {
    "asks who or what": """
        how|what|whats|when|where|wheres|who|whom|which|why|whose|hows|how come|any idea|anyone know|wondering if
        |wondering whether
        wie|was|wann|wo|wer|wem|wen|welche|welcher|welches|welchen|warum|wieso|weshalb|womit|wofur|woher|wohin|wozu
        |weiss jemand
        comment|combien|quand|ou|qui|quel|quelle|quels|quelles|pourquoi|est ce|quest ce|quelquun sait|quoi
        como|cuanto|cuanta|cuantos|cuando|donde|quien|cual|cuales|por que|que|alguien sabe
        come|quanto|quanta|quanti|quando|dove|chi|quale|quali|perche|cosa|che cosa|qualcuno sa
    """,
    "turns the verb round": """
        do|does|did|is|are|was|were|can|could|will|would|should|has|have|had|may|am|isnt|arent|doesnt|dont|cant|wont
        ist|sind|hat|habt|haben|kann|konnt|konnen|konnte|konnten|gibt|gibts|wird|werden|darf|geht|gilt|lauft
        |funktioniert
        peut|peux|puis je|pouvez|pourriez|peut on|avez|faut il|existe t|y a|sera t|vous avez
        hay|puedo|puede|pueden|podria|podrian|podeis|tienen|teneis|tiene|existe|sirve
        ce|posso|potete|puo|potreste|avete|esiste|funziona|si puo|si possono
    """,
    "you": """
        you|your|yours|u|ya|yall|guys
        sie|ihr|euch|eure|euren|eurer|ihre|ihnen|ihren|du|dein|dich|dir
        vous|votre|vos|tu|ton|toi
        usted|ustedes|vosotros|vuestro|vuestra|os|su|tu|te
        voi|vi|vostro|vostra|vostri|tu|tuo
    """,
    "I or we": """
        i|im|ive|id|ill|me|my|mine|we|our|us|weve|were
        ich|mir|mich|mein|meine|meinem|meinen|wir|uns|unser|unsere
        je|jai|me|mon|ma|mes|moi|nous|notre|nos|on
        yo|me|mi|mis|nos|nosotros|nuestro|nuestra
        io|mi|mio|mia|miei|noi|ci|nostro|nostra
    """,
    "please": """
        please|pls|plz|plss|kindly|could you|can you|would you|let me|tell me|send me|give me|dm me|call me
        bitte|konnt ihr|konnen sie|konntet ihr|schickt mir|meldet euch|kann mir
        svp|sil vous|stp|veuillez|envoyez moi|aidez moi|merci de|pouvez vous|pourriez vous|contactez moi|rappelez moi
        por favor|porfa|porfavor|mandenme|enviadme|escribanme|podrian|ayudenme|me pueden
        per favore|per piacere|mandatemi|scrivetemi|aiutatemi|potreste|potete aiutarmi|richiamatemi
    """,
    "help": """
        help|halp|assist|assistance|advise|somebody help|sos|recommendations|any help
        hilfe|helfen|hilf|ruckruf|empfehlungen|weiterhelfen
        aide|aider|maider|secours|conseils
        ayuda|ayudar|ayudenme|auxilio
        aiuto|aiutarmi|aiutatemi|aiutare
    """,
    "need or want": """
        need|needed|want|id like|would like|would love|looking for|trying to|request|requesting|how to|want my|hoping
        brauche|brauchen|mochte|mochten|suche|suchen|will mein|hatte gern|benotige|ich will
        besoin|voudrais|voudrions|cherche|cherchons|souhaite|je veux|aimerais
        necesito|necesitamos|quiero|queremos|quisiera|busco|buscamos
        bisogno|vorrei|vorremmo|cerco|cerchiamo|mi serve|voglio
    """,
    "does not work": """
        cant|cannot|unable|wont|doesnt|not working|isnt working|error|crash|crashes|crashing|broken|broke|bug|issue
        |issues|problem|problems|fails|failed
        |offline|down|missing|lost|never came|never arrived|still waiting|stopped|locked|hacked|disconnects|freezes
        |charged twice|still no|not able
        sturzt|absturz|kaputt|defekt|fehler|geht nicht|funktioniert nicht|lauft nicht|nichts mehr|klappt nicht
        |kommt nicht|problem|gesperrt
        plante|bug|panne|erreur|casse|marche plus|fonctionne pas|impossible|probleme|bloque|arrive plus|arrive pas
        error|fallo|falla|roto|rota|no funciona|no puedo|no llega|no sincroniza|problema|bloqueada|se cierra
        errore|rotto|rotta|non funziona|non riesco|non arriva|non si|problema|bloccato|si blocca|guasto
    """,
    "no": """
        no|not|never|none|nothing|without|nobody
        nicht|kein|keine|nie|nichts|niemand|ohne
        ne|pas|jamais|rien|sans|personne|plus
        nunca|nada|sin|nadie|ni
        non|mai|niente|senza|nessuno
    """,
    "thanks": """
        thanks|thank|thankyou|thx|thnx|thanx|ty|tysm|cheers|grateful|appreciated|appreciate|kudos|tanks|tnx|ta
        |hats off|much obliged|saved my|saved us|shout out|lifesaver|obliged|saved me|owe you|owe your|bless you
        |good of
        danke|dank|dankeschon|dankbar|merci|bedanke|bedanken|hat geholfen|sehr nett
        merci|mercis|remercie|remercier|remercions|reconnaissants|reconnaissant|gentil davoir|trop gentil
        gracias|agradezco|agradecemos|agradecidos|agradecido|agradecida|agradece|amables por
        grazie|ringrazio|ringraziamo|ringraziarvi|ringraziare|grati|grata|grato|gentili ad
    """,
    "thanks for nothing done": """
        in advance|for nothing|no thanks|thank god|thank goodness|thanks to|tia|says thank|say thanks|not thank
        im voraus|fur nichts|nein danke|gott sei|dank eures|dank eurer|dank auch|danke vorab
        davance|pour rien|non merci|dieu merci|merci bien|merci de|grace a|merci quand
        de antemano|por nada|no gracias|gracias a|gracias dios|a dios
        in anticipo|di niente|no grazie|grazie al|per niente|grazie tante
    """,
    "blames": """
        worst|terrible|awful|horrible|pathetic|disappointed|disappointing|unacceptable|ridiculous|useless|shame
        |scam|rubbish|garbage|disgusting
        |frustrating|frustrated|annoying|sucks|crap|worse|angry|refund|fed up|never buying|never again|hang up|slow
        |joke|unbelievable|shit|hate
        schlecht|schlechter|schlechtester|schlechteste|unfassbar|frech|frechheit|enttauscht|unverschamt|nervt
        |nie wieder|na toll|katastrophe
        pire|nul|nulle|honte|honteux|decu|decue|incroyable|inadmissible|insupportable|scandaleux|plus jamais
        peor|pesimo|verguenza|decepcionado|decepcionada|increible|desesperante|inaceptable|nunca mas|estafa
        peggior|peggiore|pessimo|vergogna|deluso|delusa|incredibile|inaccettabile|mai piu|truffa
    """,
    "praises": """
        love|great|awesome|best|happy|excellent|amazing|perfect|nice|good|cool|fun
        super|toll|toller|gut|klasse|prima|liebe|gefallt
        superbe|genial|bravo|adore|parfait|excellent|bien
        genial|gran|excelente|encanta|perfecto|buena|bueno
        ottimo|bellissimo|bravissima|piace|perfetto|bello
    """,
    "acknowledges": """
        ok|okay|got it|makes sense|will do|understood|noted|agreed|all good|alright|fair enough|fair point|i see
        |right then|never mind|good to|good point|sounds good|on it|done|just sent|haha
        verstanden|alles klar|passt|mach ich|mache ich|erledigt|stimmt|gefunden|einverstanden|geht klar|in ordnung
        |genau
        compris|daccord|entendu|ca marche|cest fait|cest bon|cest note|cest vrai|tres bien|trouve|bien recu|bien vu
        vale|entendido|de acuerdo|hecho|muy bien|cierto|claro|encontrado|asi lo|tienes razon|listo
        capito|daccordo|va bene|fatto|benissimo|vero|trovato|a posto|hai ragione|lo faccio|tutto chiaro
    """,
    "runs again": """
        works now|works again|working again|fixed it|sorted|solved|resolved|up and|back up|running again|that was
        |since then
        lauft wieder|geht wieder|geht jetzt|lauft jetzt|wieder da|gelost|hat geklappt|klappt jetzt|seitdem|hat sich
        ca refonctionne|remarche|fonctionne de|marche maintenant|tourne de|cest regle|regle|resolu|rentre dans
        |depuis cest
        ya funciona|funciona de|ya va|ya esta|solucionado|resuelto|en marcha|arreglado|ahora funciona|desde entonces
        funziona di|ora funziona|adesso va|di nuovo|risolto|sistemato|a posto|da allora|in funzione
    """,
    "again or still": """
        still|again|yet another|third time|second time|fourth time|once more|every time|every day|for weeks|for months
        |keeps|over and|not one|a row|second month|months later|weeks later
        schon wieder|immer noch|und wieder|erneut|zum dritten|zum zweiten|zum x|jedes mal|seit wochen|seit tagen
        |seit monaten
        |dritte mal|dauernd|standig|wieder ein|noch immer|endlich
        encore|toujours pas|troisieme fois|deuxieme fois|troisieme mail|a chaque|sans cesse|depuis des|de suite
        |une fois
        |jattends toujours|enieme
        otra vez|todavia|tercera vez|segunda vez|sigo esperando|de nuevo|cada vez|vuelve a|desde hace
        |seguimos esperando|aun no
        ancora|terza volta|seconda volta|sto ancora|ogni volta|da settimane|da giorni|continua a|ennesima|di fila
    """,
    "waits": """
        on hold|waiting|waited|wait|hours|weeks|no answer|no reply|no response|nobody|late|delayed|promised|ages
        |still nothing|no word|you said|were told|no show|not heard|no call|heard nothing
        warteschleife|gewartet|warte|warten|keine antwort|niemand|keiner|verspatet|versprochen|verschiebt|stunden
        |noch nichts|nichts gehort
        attente|attendu|attends|attendons|aucune reponse|sans reponse|personne ne|retard|promis|repoussee|repousse
        |toujours rien|sans nouvelles
        esperando|espera|esperar|sin respuesta|ninguna respuesta|nadie|retraso|prometido|prometieron|retrasan
        |sin noticias
        attesa|aspettando|aspetto|aspettiamo|nessuna risposta|nessuno|ritardo|promesso|slitta|rimandata
        |ancora niente|nessuna notizia
    """,
    "leaves": """
        cancelled|canceled|cancelling|switching|elsewhere|competition|competitor|never again|last time|lost a
        |money back
        |im done|another supplier|waste of|goodbye
        gekundigt|kundige|kundigung|woanders|konkurrenz|nie wieder|zuruckgeschickt|geld zuruck|wechseln|letzte mal
        |geldverschwendung
        resilie|ailleurs|concurrence|plus jamais|rembourse|remboursez|derniere fois|quitte|jetes|largent jete
        de baja|otra parte|competencia|nunca mas|devuelvan|devuelven|ultima vez|nos vamos|me voy|dinero tirado
        disdetto|disdico|altrove|concorrenza|mai piu|rivoglio|rimborsatemi|ultima volta|soldi buttati|cambiamo
    """,
    "bad in deed": """
        cracked|scratched|dented|crushed|torn|leaks|leaking|died|freezes|glitches|useless|wrong|overpriced|charged
        |rude|ignored|faulty|defective|burnt|dirty|unreliable|outage|drains|poor|waste|mess|throws me|kills|killed
        |without screws
        zerkratzt|kaputt|zerbrochen|gerissen|undicht|falsch|uberteuert|unfreundlich|ignoriert|ausfall|hangt
        |absturze|abgebucht
        |muhsam|schlampig|fallt aus|kommt nicht|kommt keiner|aufgelegt|rausgeschmissen|wirft
        raye|casse|cassee|fele|fuit|fausse|faux|trop cher|impoli|ignore|defectueux|fige|tombe|lamentable|prelevez
        |raccroche
        |debite|jette|mediocre|desastre
        rayada|rayado|rota|roto|rajada|caro|cara|grosero|defectuoso|cuelga|cuelgan|desastre|cobran|averia|sucio
        |lento|falla
        |se cae|fatal
        graffiato|rotto|rotta|crepato|perde|sbagliata|sbagliato|caro|scortese|difettoso|disastro|addebitate
        |addebitato|guasto
        |sporco|lento|riattaccato|cade
    """,
    "mocks": """
        great job|well done|lovely|brilliant|wow|nice one|good job|bravo|slow clap|congrats|impressive|how nice
        |as always|typical
        na toll|toll|toller|bravo|gluckwunsch|super service|klasse service|wie immer|typisch|respekt|tolle leistung
        bravo|felicitations|genial encore|merci bien|comme dhabitude|super service|quel service|chapeau
        bravo|enhorabuena|que bien|un diez|como siempre|vaya|menudo|felicidades|de diez
        bravi|bravo|complimenti|fantastico|come sempre|bel servizio|che bello|ottimo lavoro
    """,
    "answers for a company": """
        sorry to|were sorry|are sorry|our team|a colleague|apologies|apologize|apologise|your order|your booking
        |dm us|message us
        |we will|well look|look into|youre welcome|glad to|happy to|reach out|let us
        tut uns|ein kollege|eine kollegin|bestellnummer|buchungsnummer|schreiben sie|wir prufen|wir klaren
        |wir melden|gern geschehen
        |schreib uns|wir kummern|freut uns|melden uns
        desoles|sommes desoles|un collegue|votre numero|nous verifions|nous voyons|ecrivez nous|avec plaisir
        |revenons vers|ravis
        |en prive|message prive
        lo sentimos|un companero|tu numero|su numero|lo comprobamos|lo vemos|escribenos|de nada|nos alegra
        |mensaje privado|te decimos
        ci dispiace|un collega|il numero|controlliamo|verifichiamo|scrivici|prego|siamo contenti|in privato
        |facciamo sapere
    """,
    "news of ones own": """
        new|just out|half price|free|guide|podcast|episode|case study|booth|guarantee|early bird|grab|seats
        |link in|our second|come and|meet us|visit us|reserve|limited|today only|this week|hall 0|read it|listen to
        |save 00
        neu|gratis|stand|halle|besuchen|sichern|bestellen|anmelden|garantie|tickets|ab sofort|nur bis|nur diese
        |herunterladen|stolz
        |treffen sie|wir suchen|bewirb|neues|neue|vorteil|aktion|sparen|leitfaden
        nouveau|nouvelle|gratuitement|stand|hall|venez|rendez vous|reservez|commandez|billetterie|guide|telecharger
        |postulez
        |nous recrutons|offre|promo|a gagner|places|promotion|profitez
        nuevo|nueva|gratuita|puesto|pabellon|ven a|te esperamos|reserva|pide|entradas|guia|descarga|apuntate
        |consigue|buscamos dos
        |solo hasta|esta semana|orgullosos|promocion|plazas|ya a
        nuovo|nuova|omaggio|stand|padiglione|venite|vi aspettiamo|prenota|ordina|biglietti|guida|scaricare
        |appena uscita|candidati
        |solo fino|questa settimana|restano|promozione|posti|acquista|compra
    """,
    "small talk": """
        how are|hows it|hope you|good morning|happy friday|hows everyone|whats up|how r|hope youre|have a
        wie gehts|wie geht|guten morgen|schones wochenende|wie war
        comment allez|ca va|bon week|bonne journee|comment vas
        como estan|como estas|como va|buen fin|buenos dias|que tal
        come state|come stai|come va|buon fine|buona giornata
    """,
    "sells": """
        register|sign up|join us|free trial|trial|off all|discount|sale|promo|coupon|code|offer|launch|launching
        |launched|introducing|proud|excited to
        |announce|announcing|download|subscribe|learn more|read more|find out|discover|check out|get your|order now
        |order today|buy now|shop|tickets
        |win|giveaway|our new|our latest|webinar|newsletter|book a|dont miss|available now|hiring|apply here|try it
        |upgrade|switch|free shipping
        anmelden|jetzt|kostenlos|rabatt|gewinnen|entdecken|testen|vorzustellen|besuchen sie|angebot nur|webinar
        |gewinnt
        inscrivez|essai|gratuit|decouvrez|gagnez|remise|profitez|webinaire|retrouvez|fiers de|essayez
        inscribete|descuento|gratis|descubre|gana|seminario|visitanos|oferta|enorgullece|pruebala|prueba
        iscriviti|sconto|gratis|scopri|vinci|webinar|orgogliosi|offerta|provalo|vieni a
    """,
    **COMPLAINT_CUES,
}
KINDS: Final = tuple(CUES)
OF_ALL: Final = tuple(kind for kind in KINDS if kind not in COMPLAINT_CUES)  # what not only readers of complaints weigh


def cues(kind: str) -> tuple[str, ...]:
    """The words and pairs of words of one kind.

    >>> "svp" in cues("please")
    True
    """
    return tuple(cue.strip() for line in CUES[kind].splitlines() for cue in line.split("|") if cue.strip())


def _keys(phrases: Iterable[str]) -> list[int]:
    found = []
    for phrase in phrases:
        words = open_page([phrase]).words
        found.append(int(words.one[1] if len(words.one) == 3 else words.two[1]))
    return found


@cache
def cue_keys() -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """All keys of cues in order, and for each a bit for every kind that it belongs to."""
    kinds: dict[int, int] = {}
    for bit, kind in enumerate(KINDS):
        for key in _keys(cues(kind)):
            kinds[key] = kinds.get(key, 0) | 1 << bit
    keys = np.array(sorted(kinds), dtype=np.uint64)
    return keys, np.array([kinds[int(key)] for key in keys], dtype=np.uint32)


def _look_up(hashes: NDArray[np.uint64]) -> NDArray[np.uint32]:
    keys, kinds = cue_keys()
    place = np.minimum(np.searchsorted(keys, hashes), len(keys) - 1)
    return np.where(keys[place] == hashes, kinds[place], np.uint32(0))


def cued(words: Words) -> NDArray[np.uint32]:
    """For each word a bit for every kind of cue (in the order of KINDS) that it is, or begins together with the next.

    >>> bits = cued(open_page(["Thanks in advance"]).words)
    >>> [KINDS[bit] for bit in range(len(KINDS)) if bits[1] >> bit & 1], bits[2] > 0
    (['thanks'], np.True_)
    """
    return _look_up(words.one) | _look_up(words.two)


def unfolded() -> list[str]:
    """Cues that no text can match, because they are not written as they are read. For tests: there is none.

    >>> unfolded()
    []
    """
    table = folding()
    return [cue for kind in KINDS for cue in cues(kind) if any(table[ord(letter)] != ord(letter) for letter in cue)]
