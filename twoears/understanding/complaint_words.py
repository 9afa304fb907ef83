"""Words of those who complain, in five languages: what has happened, since when, and with whom they deal.

None of them blames by itself. Readers of complaints weigh them, and which of them stand together in one sentence. They
are written as `cues.py` says, a line for each language: English, German, French, Spanish, Italian.
"""

from typing import Final

COMPLAINT_CUES: Final[dict[str, str]] = {
    "ours": """
        ours|mine|our own|my one|on mine|with mine|with ours|for ours|for mine|in ours
        unsere|unserer|unseres|unseren|meiner|meines|meins|meinen|bei uns|bei mir
        notre|la notre|le notre|les notres|le mien|la mienne|les miens|chez nous|chez moi
        nuestro|nuestra|la nuestra|el nuestro|la mia|el mio|los nuestros|las nuestras
        il nostro|la nostra|il mio|la mia|i nostri|le nostre|da noi|da me
    """,
    "stands still": """
        dead|died|dies|stuck|jammed|jams|blank|frozen|freezes|frozen up|stopped|stops|stands|wont start|wont open
        |wont turn|wont close|wont charge|wont load|wont connect|wont boot|wont print|cuts out|drops out|drops off
        |dropped out|gave up|given up|packed up|conked out|no signal|no power|no connection|no picture|no sound
        |out since|off since|down since|down for|down again|dead since|dead on|on arrival|not work|not working
        |doesnt work|doesnt open|doesnt close|doesnt start|doesnt charge|doesnt fit|doesnt react|doesnt turn
        |didnt work|never worked|no longer|not one|cracked|crack|snapped|split|bent|leaks|leaking|leaked|drips
        |dripping|leak|hums|rattles|squeaks|screams|smokes|smells|overheats|flickers|wobbles|sags|peels|rusts|rusty
        |mouldy|crashes|crashed|crashing|hangs|error|errors|fault|faulty|failed|fails|failure|failing|broke|broken
        |breaks|unusable|unreadable|useless|fell off|came off|falls off|falls apart|fell apart|burnt|burned|blew
        |shattered|torn|ripped|dented|scratched|loose|red light|logs me|logs us|throws|kicks me|locks me|locked out
        |in pieces
        tot|kaputt|defekt|gebrochen|gerissen|verbogen|undicht|tropft|leckt|klemmt|hangt|haengt|stehengeblieben
        |steht still|aus seit|startet nicht|offnet nicht|schliesst nicht|ladt nicht|druckt nicht|reagiert nicht
        |verbindet nicht|springt nicht|geht nicht|gehen nicht|ging nicht|lauft nicht|laufen nicht|tut nicht|tuts nicht
        |nicht mehr|fallt aus|ausgefallen|ausfall|abgesturzt|sturzt ab|absturz|fehler|fehlermeldung|brummt|quietscht
        |wackelt|flackert|rostet|rost|stinkt|uberhitzt|durchgebrannt|abgebrochen|abgefallen|zerkratzt|verbeult
        |unbrauchbar|leer nach|schwarz|eingefroren|friert ein|gestorben|verreckt|streikt|offline
        morte|mort|morts|en panne|panne|casse|cassee|cassees|casses|fendu|fendue|tordu|tordue|fuit|fuite|goutte|coince
        |coincee|bloque|bloquee|arrete|arretee|sarrete|eteint|eteinte|hs|marche pas|marche plus|fonctionne pas
        |fonctionne plus|demarre pas|demarre plus|souvre pas|ferme plus|ferme pas|charge plus|charge pas|imprime plus
        |repond plus|plante|plantent|erreur|defaut|defectueux|defectueuse|tombe en|surchauffe|grince|clignote|rouille
        |raye|rayee|dechire|dechiree|decolle|inutilisable|brule|brulee|lache|a lache|hors service|figee|fige
        muerto|muerta|roto|rota|rotos|rotas|averiado|averiada|averia|rajado|rajada|doblado|doblada|gotea|fuga|pierde
        |atascado|atascada|bloqueado|bloqueada|parado|parada|se para|se apaga|apagado|apagada|no funciona|no anda
        |no arranca|no enciende|no abre|no cierra|no carga|no imprime|no responde|no conecta|ya no|falla|fallan|fallo
        |error|errores|se cuelga|se cae|caido|caida|caidos|se rompe|se rompio|quemado|quemada|oxidado|chirria|parpadea
        |rayado|rayada|rasgado|suelto|suelta|inservible|defectuoso|defectuosa|estropeado|estropeada
        morto|morta|rotto|rotta|rotti|rotte|guasto|guasta|guasti|crepato|crepata|storto|storta|piegato|perde|perdita
        |gocciola|bloccato|bloccata|fermo|ferma|fermi|si ferma|spento|spenta|si spegne|non funziona|non parte|non si
        |non apre|non chiude|non carica|non stampa|non risponde|non collega|non accende|piu niente|fallito|errore
        |errori|difetto|difettoso|difettosa|si rompe|bruciato|bruciata|arrugginito|cigola|lampeggia|graffiato
        |graffiata|strappato|staccato|staccata|inutilizzabile|caduto|giu da|in panne
    """,
    "missing or wrong": """
        missing|lacking|came without|arrived without|without the|without a|instead of|instead|not what|wrong|incorrect
        |not the|other than|supposed to|should be|should have|says on|said on|the leaflet|the box|the label
        |as advertised|advertised|described|promised|pictured|half the|half of|only one|only two|only half|short of
        |too short|too small|too big|too few|one short|arrived bent|arrived broken|arrived cracked|arrived open
        |arrived empty|arrived with|came with|box open|empty box|twice the|the second|two left|swapped|mixed up
        |not ours|not mine|not delivered|never delivered|never received|not received|never arrived|never came
        |hasnt arrived|hasnt come|didnt arrive|didnt come|nothing came|nothing arrived|no show|nobody came|did not
        |nowhere|lost|gone|not there|isnt there|not in|doubles|duplicates|mismatch|expired|used one|second hand|off by
        fehlt|fehlen|fehlte|fehlten|statt|stattdessen|anstatt|falsch|falsche|falscher|falsches|falschen|verwechselt
        |vertauscht|nicht das|nicht die|nicht der|bestellt war|zu kurz|zu klein|zu wenig|nur die|nur eine|nur einer
        |halbe|halfte|laut prospekt|im prospekt|versprochen|zugesagt|beschrieben|nie gekommen|nicht gekommen
        |nicht angekommen|nicht geliefert|nie geliefert|nicht da|kam nicht|kam nie|keiner kam|niemand da|verloren|weg
        |verschwunden|leer|abgelaufen|gebraucht|doppelt|unvollstandig
        manque|manquent|manquait|manquant|manquante|sans le|sans la|sans les|au lieu|mauvais|mauvaise|faux|fausse
        |inverse|trop court|trop petit|seulement|moitie|la moitie|promis|promise|annonce|decrit|jamais arrive
        |jamais recu|pas recu|pas arrive|pas livre|non livre|jamais livre|rien recu|personne nest|perdu|perdue|perdus
        |disparu|disparue|envole|vide|perime|doccasion|en double|incomplet|incomplete
        falta|faltan|faltaba|faltaban|sin el|sin la|en vez|en lugar|equivocado|equivocada|erroneo|erronea|incorrecto
        |no era|cambiado|al reves|demasiado corto|solo una|solo uno|la mitad|prometido|prometida|anunciado|nunca llego
        |no llego|no han|no llega|no vino|nadie vino|no recibi|no recibimos|perdido|perdida|perdidos|desaparecido
        |vacio|vacia|caducado|usado|duplicado|duplicada|incompleto|incompleta
        manca|mancano|mancava|mancavano|mancante|senza il|senza la|senza le|invece|al posto|sbagliato|sbagliata
        |sbagliati|sbagliate|scambiato|errato|errata|non era|non quello|non quella|troppo corto|solo una|solo uno
        |la meta|meta dei|promesso|promessa|annunciato|mai arrivato|mai arrivata|mai ricevuto|non arrivato
        |non consegnato|non ricevuto|nessuno e|perso|persa|persi|sparito|sparita|vuoto|vuota|scaduto|usato|doppio
        |incompleto|incompleta
    """,
    "kept waiting": """
        still waiting|been waiting|am waiting|are waiting|waiting for|waiting since|waited|waits for|unanswered
        |no answer|no reply|no response|no word|no news|not answered|never answered|never replied|havent replied
        |havent answered|havent heard|hasnt replied|not heard|heard nothing|nothing back|nothing since|not one
        |nobody calls|nobody answers|nobody answered|nobody replied|nobody picks|nobody came|nobody comes|no one|noone
        |anyone there|anybody there|hello anyone|call back|called back|a callback|calls back|get back|chased|chasing
        |reminded|reminder|third mail|third email|third call|second mail|second email|two mails|three mails|two emails
        |three emails|three calls|two tickets|three tickets|two calls|wrote twice|wrote three|asked twice|asked three
        |told twice|told you|told us|told me|in progress|under review|being looked|on its|its way|on hold|the queue
        |backlog|postponed|pushed back|delayed|delay|overdue|late|weeks late|days late|running late|closed my
        |closed our|closed the|closed as|ignored|ignores|ignoring|silence|silent|fobbed off|passed around|go round
        |from pillar|week 0|day 0|day 00|day 000|hour 00|weeks now|days now|months now|for days|for weeks|for months
        |since monday|since tuesday|since wednesday|since thursday|since friday|since saturday|since sunday
        |since january|since february|since march|since april|since may|since june|since july|since august
        |since september|since october|since november|since december|since spring|since summer|since autumn
        |since winter|since easter|since last|since yesterday|since the|by now|yet to|still not|still no|still nothing
        warte|warten|wartet|wartete|gewartet|wartend|keine antwort|keine ruckmeldung|keine reaktion|kein ruckruf
        |kein wort|unbeantwortet|niemand antwortet|niemand meldet|keiner meldet|keiner antwortet|niemand hebt|ruckruf
        |vertrostet|verschoben|verspatet|verspatung|uberfallig|in bearbeitung|in klarung|unterwegs|erinnert|mahnung
        |dritte mail|zweite mail|dritter anruf|dritter termin|seit montag|seit dienstag|seit mittwoch|seit donnerstag
        |seit freitag|seit samstag|seit sonntag|seit gestern|seit januar|seit februar|seit marz|seit april|seit mai
        |seit juni|seit juli|seit august|seit september|seit oktober|seit november|seit dezember|seit ostern|seit dem
        |seit der|seit eurem|seit wochen|seit tagen|seit monaten|tag 0|tag 00|woche 0|schweigen|funkstille|ignoriert
        |noch nicht|noch nichts|noch kein|noch keine|noch immer|immer noch
        attends|attendons|attend|attendu|attente|sans reponse|aucune reponse|pas repondu|jamais repondu|sans suite
        |personne ne|personne na|rappel|rappele|relance|relances|reporte|repousse|retard|en cours|en route|a letude
        |troisieme mail|deuxieme mail|depuis lundi|depuis mardi|depuis mercredi|depuis jeudi|depuis vendredi
        |depuis samedi|depuis dimanche|depuis hier|depuis janvier|depuis fevrier|depuis mars|depuis avril|depuis mai
        |depuis juin|depuis juillet|depuis aout|depuis septembre|depuis octobre|depuis novembre|depuis decembre
        |depuis votre|depuis la|depuis le|depuis des|jour 00|jour 0|silence|silence radio|ignore|toujours pas
        |toujours rien|toujours aucune|pas encore
        espero|esperamos|esperando|sin respuesta|ninguna respuesta|no contestan|no responden|nadie contesta
        |nadie responde|nadie llama|no llaman|sin noticias|aplazado|retraso|retrasado|en curso|en camino|en tramite
        |reclamado|desde el|desde la|desde lunes|desde ayer|desde enero|desde febrero|desde marzo|desde abril
        |desde mayo|desde junio|desde julio|desde agosto|desde septiembre|desde octubre|desde noviembre
        |desde diciembre|desde vuestra|desde vuestro|desde hace|lleva en|llevo dias|llevo semanas|llevamos|dia 00
        |dia 0|silencio|ignorado|todavia no|aun no|sigue sin|sigo sin|seguimos sin|siguen sin
        aspetto|aspettiamo|aspettando|attesa|senza risposta|nessuna risposta|non rispondono|non risponde
        |nessuno risponde|nessuno chiama|nessuno richiama|non richiamano|senza notizie|rimandato|rimandata|ritardo
        |in lavorazione|in viaggio|in corso|sollecitato|sollecito|da lunedi|da martedi|da mercoledi|da giovedi
        |da venerdi|da sabato|da domenica|da ieri|da gennaio|da febbraio|da marzo|da aprile|da maggio|da giugno
        |da luglio|da agosto|da settembre|da ottobre|da novembre|da dicembre|dal vostro|dalla vostra|da quando
        |giorno 00|giorno 0|silenzio|ignorato|ancora niente|ancora nessuna|ancora nessuno|non ancora
    """,
    "a day or date": """
        monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august
        |september|october|november|december|yesterday|weeks|days|months|fortnight|hours|since|last week|this week
        |last month|this month|this morning|last night|in a|day two|day one|twice|third|second time|third time|fourth
        |fourth time|fifth
        montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|januar|februar|marz|april|juni|juli|august
        |september|oktober|november|dezember|gestern|wochen|tage|tagen|monate|monaten|stunden|seit|letzte woche
        |diese woche|heute nacht|heute morgen|zweite|zweiter|zweites|zweimal|dritte|dritter|drittes|dreimal|vierte
        |zum zweiten|zum dritten|zum vierten
        lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|fevrier|mars|avril|juin|juillet|aout|septembre
        |octobre|novembre|decembre|semaines|jours|mois|heures|depuis|cette semaine|ce matin|cette nuit|deuxieme
        |troisieme|quatrieme|deux fois|trois fois
        lunes|martes|miercoles|jueves|viernes|sabado|domingo|enero|febrero|marzo|abril|mayo|junio|julio|agosto
        |septiembre|octubre|noviembre|diciembre|ayer|semanas|dias|meses|horas|desde|esta semana|anoche|segunda|tercera
        |cuarta|dos veces|tres veces
        lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|gennaio|febbraio|marzo|aprile|maggio|giugno|luglio
        |agosto|settembre|ottobre|novembre|dicembre|ieri|settimane|giorni|mesi|ore|questa settimana|stanotte|seconda
        |terza|quarta|due volte|tre volte
    """,
    "charges or refuses": """
        charged|charge me|charge us|overcharged|billed|bill for|double charged|paid for|paid extra|we pay|i pay|i paid
        |we paid|pay for|paying for|per cent|percent|more expensive|dearer|raised|raise|price increase|price rise
        |increase|hike|up by|up from|went up|gone up|goes up|more per|surcharge|hidden fee|fee for|fees|extra fee
        |refund|refunded|no refund|money back|my money|our money|credited|no credit|refused|refuse|refuses|declined
        |denied|rejected|not covered|isnt covered|warranty|wear and|not possible|cant help|couldnt help|wont help
        |not my|not our|your fault|not entitled|terms say|small print|shrugged|shrug|shrugs|dont care|didnt care
        |downgraded|took away|removed the|scrapped|discontinued|without asking|without notice|without warning
        |without telling|no warning|no notice|not told|no one|wasnt told|werent told|learned it|learnt it|found out
        abgebucht|berechnet|in rechnung|bezahlt|gezahlt|zahlen fur|teurer|erhoht|erhohung|preiserhohung|prozent mehr
        |aufschlag|gebuhr|gebuhren|erstattung|erstattet|geld zuruck|gutschrift|abgelehnt|verweigert|keine garantie
        |keine kulanz|garantie|gewahrleistung|kleingedruckte|achselzucken|zuckt|ohne zu|ohne ankundigung
        |ohne vorwarnung|nicht zustandig|abgeschafft|gestrichen|eingestellt|erfahren
        preleve|debite|facture|facturee|paye|payee|payes|plus cher|augmente|augmentation|hausse|de plus|frais
        |supplement|rembourse|remboursement|avoir|refuse|refuse de|hors garantie|garantie|sans prevenir|sans avertir
        |petites lignes|hausse les|supprime|supprimee|appris par
        cobrado|cobran|cobraron|me cobran|nos cobran|facturado|pagado|pague|pagamos|mas caro|subido|suben|subida
        |aumento|por ciento|comision|recargo|reembolso|devolucion|devuelto|abono|rechazado|negado|sin garantia
        |garantia|sin avisar|sin aviso|letra pequena|quitado|quitaron|se niegan
        addebitato|addebitata|addebitati|fatturato|pagato|pagata|pago|paghiamo|piu caro|aumentato|aumento|aumenti
        |per cento|in piu|commissione|sovrapprezzo|rimborso|rimborsato|rifiutato|rifiutata|fuori garanzia|garanzia
        |senza avvisare|senza avviso|senza preavviso|tolto|tolta|si rifiutano
    """,
    "dealings": """
        ticket|tickets|order|ordered|invoice|invoices|contract|support|hotline|helpdesk|service|serviced|servicing
        |technician|engineer|fitter|courier|driver|dealer|rep|account manager|customer service|customer|customers
        |subscription|plan|licence|license|seat|warranty|guarantee|repair|repaired|repairs|return|returned|replacement
        |part number|parcel|delivery|delivered|shipment|shipping|appointment|update|firmware|upgrade|the app|your app
        |your site|your website|portal|account|case number|reference|claim|complaint|call|email|mail|message|letter
        |you sent|you sold|you said|you promised|you told|you charged|you lost|you closed|you raised|from you|by you
        |your colleague|your team|your people|your support|your service|your technician|your update|your driver
        |your courier|your hotline|your mail|supplier|competitor|competitors|provider|rival
        auftrag|bestellung|bestellt|rechnung|rechnungen|vertrag|support|hotline|service|wartung|techniker|monteur
        |fahrer|kurier|handler|kunde|kunden|kundendienst|kundenservice|abo|tarif|lizenz|garantie|reparatur|repariert
        |rucksendung|ersatz|ersatzteil|ersatzteile|paket|lieferung|geliefert|termin|update|firmware|eure app|konto
        |vorgang|reklamation|beschwerde|anruf|mail|mails|nachricht|von euch|von ihnen|bei euch|bei ihnen|euer|eure
        |eurem|eurer|ihr kollege|mitbewerber|konkurrenz|anbieter
        commande|commandes|facture|factures|contrat|support|assistance|service|technicien|monteur|livreur|revendeur
        |client|clients|abonnement|forfait|licence|garantie|reparation|repare|retour|remplacement|piece|pieces|colis
        |livraison|livre|rendez vous|mise a|micrologiciel|votre appli|compte|dossier|reclamation|appel|courriel
        |courriels|mail|message|par vous|chez vous|vous avez|vous nous|concurrent|concurrence|fournisseur
        pedido|pedidos|factura|facturas|contrato|soporte|asistencia|servicio|tecnico|repartidor|vendedor|cliente
        |clientes|suscripcion|tarifa|licencia|garantia|reparacion|reparado|devolucion|recambio|repuesto|pieza|piezas
        |paquete|entrega|cita|actualizacion|vuestra app|cuenta|expediente|reclamacion|queja|llamada|correo|correos
        |mensaje|por vosotros|vuestra|vuestro|vuestros|su servicio|competencia|proveedor
        ordine|ordini|ordinato|fattura|fatture|contratto|supporto|assistenza|servizio|tecnico|corriere|rivenditore
        |cliente|clienti|abbonamento|tariffa|licenza|garanzia|riparazione|riparato|reso|ricambio|ricambi|pezzo|pezzi
        |pacco|consegna|consegnato|appuntamento|aggiornamento|vostra app|conto|pratica|reclamo|segnalazione|chiamata
        |mail|messaggio|da voi|vostra|vostro|vostri|concorrenza|fornitore
    """,
    "of others or long ago": """
        my fault|my own|my mistake|i broke|i dropped|i forgot|i lost|i once|we once|once upon|i spilled|i killed
        |myself|years ago|long ago|last century|back then|when i|used to|my grandfather|my grandmother|my uncle
        |my aunt|my dad|my mum|my mother|my father|my cousin|my neighbour|my friend|my landlord|my boss|my wife
        |my husband|my son|my daughter|my team|grandma|grandad|neighbour|neighbours|landlord|council|government
        |parliament|the cat|the dog|my cat|my dog|weather|rain|rained|raining|storm|snow|film|movie|song|book|novel
        |dream|match|football|wedding|birthday|holiday|train|bus|ferry|i am|said my|they say|someone elses|their
        |theirs|a friend|a rival|another firm|other firm|old one|old provider|laughed|danced|sang|if it|if you|if your
        |what if|what happens
        selbst|mein fehler|meine schuld|einmal|damals|fruher|vor jahren|mein opa|meine oma|mein onkel|mein vater
        |meine mutter|mein nachbar|nachbar|vermieter|die stadt|die katze|der hund|wetter|regen|sturm|schnee|film|lied
        |buch|traum|spiel|fussball|hochzeit|geburtstag|urlaub|zug|bus|fahre|anderer|der andere|das andere|der alte
        |getanzt|gelacht|was mache|falls|wenn
        ma faute|mon erreur|moi meme|tout seul|jai casse|jai perdu|une fois|autrefois|il y|mon grand|ma grand
        |mon oncle|ma tante|mon pere|ma mere|mon voisin|voisin|proprietaire|la mairie|le chat|le chien|meteo|pluie
        |orage|neige|film|chanson|livre|reve|match|mariage|anniversaire|vacances|train|bus|ferry|lautre|lancien|danse
        |ri|que faire|si elle|si on
        culpa mia|mi culpa|yo solo|yo mismo|una vez|antano|hace anos|mi abuelo|mi abuela|mi tio|mi tia|mi padre
        |mi madre|mi vecino|vecino|casero|ayuntamiento|el gato|el perro|lluvia|tormenta|nieve|pelicula|cancion|libro
        |sueno|partido|boda|cumpleanos|vacaciones|tren|autobus|ferry|la otra|el otro|de antes|bailamos|reimos|que hago
        |si se
        colpa mia|mio errore|da solo|da sola|una volta|anni fa|mio nonno|mia nonna|mio zio|mia zia|mio padre|mia madre
        |vicino|padrone|il comune|il gatto|il cane|pioggia|temporale|neve|film|canzone|libro|sogno|partita|matrimonio
        |compleanno|vacanze|treno|pullman|traghetto|laltra|laltro|il vecchio|ballato|riso|che faccio|se si
    """,
}
