"""Words that tell how somebody feels: what is praised and blamed, and who is angry, glad, hopeful or sad.

The lists are our own. They are written as they are read (lower case, no accents, no apostrophes; a digit is 0), a word
or two at a time; "hate+" stands for "hates", "hated" and "hating", too. How much each list counts is learnt.
"""

from typing import Final

# Kind by kind. "praise" and "blame" have a line for each language: English, German, French, Spanish, Italian.
FEELING_WORDS: Final[dict[str, str]] = {
    "denies": """
        not|no|never|none|nothing|nobody|without|hardly|barely|cant|cannot|dont|doesnt|didnt|isnt|arent|wasnt|werent
        |wont|wouldnt|couldnt|shouldnt|havent|hasnt|hadnt|aint|nor|neither|lack of|stop|far from|instead of|no longer
        nicht|kein|keine|keinen|keiner|keinem|nie|niemals|nichts|ohne|weder|kaum
        ne|pas|jamais|rien|sans|ni|aucun|aucune|guere
        no|nunca|nada|sin|ni|tampoco|jamas
        non|mai|niente|senza|ne|nemmeno|nessun|nessuna
    """,
    "turns": "but|however|although|though|except|aber|jedoch|mais|pourtant|pero|aunque|sino|ma|tuttavia",
    "strengthens": """
        very|so|really|extremely|absolutely|totally|completely|incredibly|super|fucking|freaking|damn|most|ever|always
        |such|too|utterly|deeply|truly|way too|what a|how
        sehr|so|echt|total|mega|absolut|wirklich|extrem|voll|immer
        tres|trop|vraiment|tellement|si|super|toujours
        muy|tan|demasiado|super|mucho|realmente|siempre|que
        molto|troppo|davvero|cosi|tanto|sempre|che
    """,
    "strong praise": """
        amazing|awesome|excellent|fantastic|incredible|outstanding|perfect|perfectly|wonderful|brilliant|superb
        |stunning|love+|loving|lovely|adore+|best|favorite|favourite|epic|magnificent|gorgeous|phenomenal|flawless
        |legendary|beautiful|beautifully|exceptional|blown away|game changer|life saver|lifesaver|masterpiece
        |delightful|delighted|thrilled|ecstatic|overjoyed|cant wait|so good|so happy|so excited|so proud|well done
        |must have|top notch|world class|highly recommend|on point|made my|never looked|hats off|dream come|the best
        |ftw|yay|woohoo|woot|congrats|congratulations|congratulate+|bravo|obsessed|stoked|pumped|hilarious|genius
        |unbeatable|first class
    """,
    "praise": """
        good|great|nice|nicely|happy|glad|enjoy+|enjoyable|enjoyed|like|liked|likes|fun|funny|cool|sweet|pretty|smart
        |thank|thanks|thankful|grateful|appreciate+|excited|exciting|excitement|proud|fine|well|better|improve+
        |improvement|win|wins|won|winning|winner|success|successful|successfully|succeed+|easy|easily|fast|quick
        |quickly|helpful|help+|reliable|solid|recommend+|impressed|impressive|impress+|useful|handy|neat|clean
        |friendly|kind|kindness|polite|patient|comfortable|comfy|smooth|smoothly|beauty|bless|blessed|blessing|lucky
        |luck|hope|hopeful|hoping|celebrate+|celebration|welcome|ready|free|fresh|super|safe|support+|strong|worth
        |worthy|deserve+|cute|adorable|charming|classy|clever|creative|delicious|tasty|yummy|elegant|effective
        |efficient|fabulous|fab|fair|faithful|famous|fascinating|gift|glorious|glory|gold|golden|gracious|hero|heroes
        |honest|honor+|honour+|hug|hugs|inspire+|inspiring|inspiration|interesting|joy|joyful|laugh+|legend|loyal
        |merry|miracle|peace|peaceful|pleasant|please|pleased|pleasure|popular|positive|precious|prefer+|professional
        |prompt|promising|refreshing|relax+|relaxing|relief|relieved|respect+|rich|rock|rocks|rocking|satisfied
        |satisfy+|satisfying|shine+|shining|smile+|smiling|sorted|special|spot on|fixed|solved|sunny|sunshine
        |surprised|talented|talent|treat|treasure|trust+|truly|valuable|victory|vip|warm|wise|wow|wonder|works great
        |works well|works fine|works perfectly|looking forward|look forward|check out|fan|fans|party|weekend|birthday
        |bday|holiday|vacation|friends|together|haha|hahaha|lol|lmao|xd|yes|yeah|yep|congrat|kudos|props|thx|ty
        |good morning|happy birthday|good luck|not bad|no problem|no problems|no issues|no complaints|without issues
        |hit|without problems|without trouble|cant complain|cheers|paid off|up again|runs again|works again|right away
        |winners|on time|in time|within minutes|saved me|saved us|saves me|saves us|time saver|big fan|huge fan
        |thumbs up|hot|gem
    """,
    "blame": """
        f *|* ck|* cking|* ucking|sh *|bad|badly|poor|poorly|slow|slowly|late|delay|delays|delayed|problem|problems
        |issue|issues|trouble|troubles
        |wrong|error|errors|bug|bugs|buggy|broke|broken|break+|fail+|failure|failures|lose|loses|losing|lost|loss|miss
        |missed|missing|sad|sadly|sadness|unhappy|upset|sorry|unfortunately|hate|hates|hated|dislike+|annoy+|annoying
        |irritating|irritate+|frustrate+|frustrating|frustration|boring|bored|bore|hard|difficult|confusing|confused
        |complain+|complaint|complaints|expensive|overpriced|pricey|cheap|ugly|dirty|noisy|messy|mess|unfair
        |unreliable|unstable|useless|waste+|wasted|wasting|weak|worry+|worried|worries|worrying|afraid|scared|scary
        |fear|fears|pain|painful|hurt|hurts|hurting|sick|ill|tired|tiring|exhausted|exhausting|stress|stressed
        |stressful|stupid|dumb|silly|lame|meh|mediocre|blame+|blaming|ban|banned|bans|ban on|attack+|crisis|death|dead
        |die|dies|died|dying|kill+|killing|murder|war|terror|terrorist|terrorists|protest|protests|against|threat
        |threats|threaten+|arrest+|guilty|crime|criminal|lie|lies|lied|lying|liar|liars|corrupt|corruption|racist
        |racism|violence|violent|victim|victims|abuse+|abusive|damage+|danger|dangerous|deny|denied|denies|reject+
        |rejected|refuse+|refusing|ruin+|scratch+|scratched|crash+|freeze+|frozen|laggy|lag|lags|glitch|glitches
        |glitchy|stuck|stop working|stopped working|not working|doesnt work|dont work|didnt work|wont work|not happy
        |not good|not great|not impressed|never again|no reply|no answer|no response|no one|not worth|let down|give up
        |gave up|giving up|too long|too late|too expensive|too much|on hold|still waiting|still no|still not|waited
        |nothing works|no help|ignore+|ignoring|ignored|ignorant|rude|rudely|unhelpful|arrogant|dishonest|disrespect
        |disrespectful|incompetent|incompetence|careless|negligent|unprofessional|hopeless|helpless|alone|lonely|cry
        |cries|cried|crying|tears|depressed|depressing|depression|miserable|gloomy|grim|regret+|embarrass+
        |embarrassing|embarrassed|ashamed|shame|shameful|suspicious|spam|scam|scams|scammed|fake|fraud|hack|hacked
        |leak|leaks|leaking|refund|cancelled|canceled|cancel|overrated|ridiculous|nonsense|bullshit|bs|crap|crappy
        |damn|wtf|smh|ugh|argh|boo|ew|eww|yuck|nasty|gross|weird|creepy|shit|shitty|fuck|fucked|fucking|sucks|suck
        |sucked|sucking|worse|decline+|drop+|fall|falls|fell|injury|injured|injuries|suspended|fined|sued|sue|lawsuit
        |debt|poverty|cheat+|cheated|headache|nightmare|flop|outdated|clunky|clumsy|bloated|inconvenient|inconvenience
        |unclear|inaccurate|incorrect|defective|faulty|flawed|flaw|flaws|fragile|flimsy|disagree+|idiot|idiots|moron
        |morons|trash|hot mess|blocked|locked out|overheats|drains|drain|bruised|torn|dented|cracked|spilled
        |charged twice|double charged|rip|smell|smells|stink|stinks|downgrade|turned down|down again|ripped off
        |rip off|fed up|sick of|tired of|at least|bother
    """,
    "strong blame": """
        terrible|terribly|horrible|horribly|awful|awfully|worst|disgusting|disgusted|disgrace|disgraceful|pathetic
        |disappoint+|disappointing|disappointed|disappointment|unacceptable|atrocious|appalling|appalled|dreadful
        |abysmal|horrendous|horrific|disaster|disastrous|catastrophe|garbage|rubbish|furious|outrage|outraged
        |outrageous|infuriating|infuriated|livid|rage|despise+|detest+|loathe+|hateful|hatred|evil|vile|toxic|tragic
        |tragedy|heartbroken|heartbreaking|devastated|devastating|shocking|shocked|joke|a joke|worthless|insult
        |insulting|insulted|unbelievable|inexcusable|ruined|nightmare|never buy|never buying|never order|stay away
        |avoid|waste of|steer clear|total waste|complete waste|piece of|sick of|fed up|the worst|so bad|so sad
        |so angry|hate this|hate it|i hate
    """,
    "praise, other languages": """
        gut|gute|guter|gutes|guten|toll|tolle|toller|tolles|super|schon|schone|schoner|schones|schonen|prima|klasse
        |geil|geile|geiles|lieb|liebe|lieben|liebt|danke|dank|freue|freuen|freut|freude|gluck|glucklich|gluckwunsch
        |herzlichen|perfekt|perfekte|perfekter|wunderbar|wunderschon|wundervoll|genial|geniale|hervorragend
        |ausgezeichnet|cool|coole|spannend|spannende|lustig|lacht|lachen|lacheln|beste|bester|besten|bestes|besser
        |gewinnt|gewonnen|gewinnen|sieg|erfolg|erfolgreich|empfehlen|empfehle|empfehlenswert|zufrieden|begeistert
        |begeistern|gefallt|lecker|nett|nette|freundlich|schnell|einfach|stolz|hoffe|hoffnung|hoffentlich|geburtstag
        |viel spass|spass|juhu|yeah|top|gern|gerne|willkommen|interessant|sympathisch|suss|susse|susser|traumhaft
        |hammer|bravo|respekt|mag|mochte
        bon|bonne|bons|bonnes|bien|super|genial|geniale|excellent|excellente|parfait|parfaite|merci|mercis|bravo|adore
        |adorer|aime|aimer|jaime|aimons|heureux|heureuse|content|contente|contents|ravi|ravie|beau|belle|beaux|belles
        |magnifique|magnifiques|magique|top|joli|jolie|joie|sourire|mdr|ptdr|lol|rire|drole|felicitations|succes
        |victoire|gagne|gagner|meilleur|meilleure|meilleurs|mieux|hate de|vivement|plaisir|fier|fiere|cool|gentil
        |gentille|sympa|formidable|fantastique|incroyable|impressionnant|recommande|efficace|rapide|facile|utile
        |interessant|joyeux|anniversaire|bisous|bonheur|espoir|espere|chance|delicieux|mignon|mignonne|trop bien
        |j adore|ouf|kiffe|chouette|sublime|amour
        bien|bueno|buena|buenos|buenas|buen|genial|geniales|excelente|excelentes|perfecto|perfecta|gracias|encanta
        |encantan|encanto|amo|ama|amor|quiero|querido|feliz|felices|felicidad|felicidades|contento|contenta|alegre
        |alegria|alegra|bonito|bonita|bonitos|hermoso|hermosa|lindo|linda|precioso|preciosa|guapo|guapa|mejor|mejores
        |increible|fantastico|fantastica|maravilloso|maravillosa|maravilla|grande|gran|exito|gana|ganar|ganado
        |victoria|divertido|divertida|jaja|jajaja|risa|sonrisa|recomiendo|recomendable|rapido|facil|util|interesante
        |orgulloso|orgullosa|enhorabuena|espero|esperanza|suerte|abrazo|abrazos|besos|beso|bendiciones|cumpleanos
        |gusta|gustan|disfrutar|disfruta|mola|rico|guay|crack|brutal|espectacular|emocionado|emocionada|ilusion|viva
        |bravo|animo
        bene|buono|buona|buoni|buone|buon|bravo|brava|bravi|bravissimo|bravissima|ottimo|ottima|ottimi|eccellente
        |perfetto|perfetta|grazie|amo|ama|amore|adoro|felice|felici|felicita|contento|contenta|contenti|bello|bella
        |belli|belle|bel|bellissimo|bellissima|bellezza|meraviglia|meraviglioso|meravigliosa|fantastico|fantastica
        |splendido|splendida|stupendo|stupenda|migliore|migliori|meglio|grande|grandi|complimenti|auguri|successo
        |vittoria|vince|vinto|vincere|divertente|ridere|rido|sorriso|haha|ahah|ahaha|ahahah|consiglio|consigliato
        |veloce|facile|utile|interessante|fiero|orgoglioso|spero|speranza|fortuna|abbraccio|baci|bacio|compleanno
        |piace|piacciono|piaciuto|gioia|simpatico|dolce|tesoro|figo|top|evviva|forza|magnifico|incredibile|emozione
        |viva|gentile|gentili|efficiente
    """,
    "blame, other languages": """
        schlecht|schlechte|schlechter|schlechtes|schlimm|schlimme|schlimmer|scheisse|scheis|scheise|scheiss|kacke|mist
        |kaputt|fehler|problem|probleme|nervt|nerven|nervig|nervige|langsam|langweilig|traurig|leider|angst|krank|tot
        |tod|sterben|gestorben|hasse|hassen|hass|wutend|wut|sauer|enttauscht|enttauschend|enttauschung|peinlich|dumm
        |dumme|dummer|blod|blode|doof|idiot|idioten|luge|lugen|lugner|verlogen|verloren|verlieren|verliert|niederlage
        |schmerz|schmerzen|weh|weint|weinen|heulen|mude|stress|stressig|ekelhaft|eklig|furchtbar|schrecklich|grausam
        |katastrophe|katastrophal|unfassbar|unverschamt|frechheit|frech|teuer|teure|falsch|falsche|schade|schuld|krieg
        |terror|nazi|nazis|verbrechen|gewalt|betrug|betrogen|skandal|versagt|versagen|kotzt|kotzen|ubel|arm|hasslich
        |panne|ausfall|arsch|arschloch|fuck|verdammt|boah|schrott|mull|nutzlos|beschissen|leid|satt|genervt|verspatung
        |warten
        mauvais|mauvaise|nul|nulle|nuls|pire|pires|horrible|horribles|affreux|degoutant|degueulasse|deteste|detester
        |haine|triste|tristesse|malheureusement|probleme|problemes|erreur|panne|bug|casse|perdu|perdre|perd|peur|mal
        |malade|mort|mourir|morts|tue|tuer|guerre|honte|honteux|scandale|scandaleux|decu|decue|decevant|deception
        |enerve|enervant|enervee|marre|chier|merde|putain|con|conne|connard|connards|salaud|idiot|idiots|debile
        |stupide|ridicule|pathetique|catastrophe|insupportable|inadmissible|inacceptable|incompetent|incompetents
        |voleur|voleurs|vol|arnaque|menteur|mensonge|mensonges|menteurs|raciste|racisme|violence|violences|crise|echec
        |rate|ennui|ennuyeux|chiant|fatigue|fatiguee|pleure|pleurer|seul|seule|souffre|souffrir|dommage|retard|cher
        |chere|lent|sale|moche|fou|abuse|saoule|nique|foutre|foutage|gueule|lamentable|pitie|desole|deprime|galere
        |attentat|victimes|accuse|menace|faux|pauvre
        mal|malo|mala|malos|malas|peor|peores|horrible|horribles|terrible|asco|asqueroso|odio|odiar|odia|triste
        |tristeza|lamentable|desgracia|desgraciadamente|problema|problemas|error|errores|fallo|fallos|roto|rota
        |perdido|perder|pierde|derrota|miedo|enfermo|enferma|muerte|muerto|muertos|morir|muere|matar|guerra|verguenza
        |decepcion|decepcionado|decepcionante|decepcionada|enfadado|enfadada|cabreado|rabia|ira|mierda|puta|puto|joder
        |cono|carajo|gilipollas|idiota|idiotas|imbecil|estupido|estupida|tonto|tonta|ridiculo|patetico|desastre|inutil
        |inutiles|incompetentes|ladron|ladrones|robo|roban|estafa|mentira|mentiras|mentiroso|corrupto|corruptos
        |corrupcion|racista|violencia|crisis|fracaso|aburrido|aburrida|aburrimiento|cansado|cansada|llorar|lloro
        |llorando|solo|sola|sufrir|dolor|duele|lastima|pena|tarde|retraso|caro|lento|sucio|feo|fea|basura|harto|harta
        |hartos|culpa|crimen|asesino|asesinos|golpe|miseria|facha|pesimo|pesima|nefasto|indignante|insoportable
        |maldito|maldita|ojala|nadie|perdon|extrano|falta
        male|cattivo|cattiva|brutto|brutta|brutti|peggio|peggiore|peggiori|pessimo|pessima|orribile|terribile|schifo
        |schifoso|fa schifo|odio|odiare|odia|triste|tristezza|purtroppo|problema|problemi|errore|errori|guasto|rotto
        |rotta|perso|perdere|perde|persa|sconfitta|paura|malato|malata|morte|morto|morti|morire|muore|uccidere|ucciso
        |guerra|vergogna|vergognoso|vergognosa|vergognatevi|deluso|delusa|delusione|deludente|arrabbiato|arrabbiata
        |rabbia|merda|cazzo|cazzi|cazzata|cazzate|stronzo|stronzi|coglione|coglioni|puttana|vaffanculo|idiota|idioti
        |stupido|stupida|stupidi|scemo|ridicolo|ridicola|ridicoli|patetico|disastro|inutile|inutili|incompetenti
        |incapaci|ladro|ladri|furto|truffa|bugia|bugie|bugiardo|corrotti|corruzione|razzista|razzismo|violenza|crisi
        |fallimento|fallito|noia|noioso|noiosa|stanco|stanca|piangere|piango|solo|sola|soffrire|dolore|peccato|ritardo
        |caro|lento|sporco|spazzatura|stufo|stufa|colpa|rompe|rovinato|rovinare|maledetto|maledetta|schifosi|buffone
        |buffoni|cretino|tasse|indagato|condannato|scandalo|pagliaccio|pagliacci|vittime|attentato|licenziati
        |disoccupati|poveri|povero|falso|falsi
    """,
    "anger": """
        f *|* ck|* cking|* ucking|angry|angrily|anger|angered|furious|fury|fuming|rage|raging|raged|enraged|outrage
        |outraged|outrageous|mad
        |livid|annoy+|annoying|irritated|irritating|irritate|frustrated|frustrating|frustration|hate|hates|hated
        |hating|hatred|disgust|disgusting|disgusted|offended|offensive|insult+|insulting|insulted|infuriating
        |infuriated|bitter|revenge|resent+|grudge|hostile|bully+|bullying|bullies|burning|boiling|snap|snapped|shout+
        |yell+|scream+|screaming|wtf|ffs|stfu|fuck|fucking|fucked|fuckin|bullshit|bs|shit|shitty|bitch|bitches|asshole
        |idiot|idiots|moron|stupid|ridiculous|unacceptable|pathetic|disgrace|disgraceful|shame on|how dare|dare you
        |pissed|piss|pissing|fed up|sick of|tired of|enough is|had enough|cant stand|drives me|worst|rude|disrespect
        |disrespectful|liar|liars|lying|lies|scam|joke|a joke|terrible|awful|horrible|trash|garbage|incompetent
        |useless|blame|unfair|injustice|racist|racism|provoke+|offend|threat+|kill|punch|slap|fight+|fighting|war
        |attack+|temper|grr|argh|ugh|goddamn|damn|dammit|hell|sort it|get your|shut up|never again|no excuse
        |unbelievable|seriously|waste of|wasting my|ripped off
    """,
    "joy": """
        happy|happiness|happily|joy|joyful|joyous|glad|gladly|delight+|delighted|delightful|cheer+|cheerful|cheery
        |cheering|smile+|smiling|laugh+|laughing|laughter|hilarious|funny|fun|lol|lmao|lmfao|haha|hahaha|rofl|elated
        |ecstatic|thrilled|excited|exciting|excitement|amazing|awesome|wonderful|fantastic|love|loved|loves|loving
        |lovely|adore+|enjoy+|enjoying|celebrate+|celebrating|celebration|party|birthday|congrats|congratulations|yay
        |woohoo|woo|hooray|great|best|beautiful|blessed|grateful|thankful|thank|thanks|pleased|pleasing|pleasure|merry
        |jolly|lively|bliss|playful|hearty|glee|gleeful|gleesome|sparkling|rejoice+|rejoicing|exhilarating
        |exhilaration|buzzing|stoked|pumped|cant wait|so good|so happy|made my|good time|great time|looking forward
        |well done|proud|pride|cute|sweet|win|won|winning|weekend|vacation|holiday|sunshine|dance|dancing|music|amused
        |amusing|amusement|hearing|breezy|perfect|good morning|good day|great day|best day|best friend|best friends
        |hug|hugs|kiss|kisses|lovin|yummy|delicious
    """,
    "optimism": """
        hope|hopes|hoping|hopeful|hopefully|optimism|optimistic|believe|believing|faith|trust|trusting|dream|dreams
        |positive|positivity|inspire+|inspired|inspiring|inspiration|motivate+|motivation|motivated|courage|courageous
        |brave|bravery|strong|stronger|strength|achieve+|achievement|goal|goals|success|succeed+|future|tomorrow
        |better|improve+|improving|progress|opportunity|opportunities|possible|potential|growth|grow+|growing|learn+
        |overcome+|overcoming|persevere|persist|patience|patient|peace|wisdom|wise|blessing|blessings|bless|god|lord
        |jesus|pray|prayer|prayers|praying|heal+|healing|dont worry|no worries|not worry|never give|dont give
        |keep going|keep fighting|keep calm|be strong|stay strong|stay positive|will be|it will|we can|you can|we will
        |you will|one day|looking forward|look forward|get better|gets better|going to|new beginning|new day
        |fresh start|next year|next time|next season|step|every day|light|shine|rise|rising|soon|ready|confident
        |confidence|determined|determination|fearless|leap|choose|change|life|live|mind|soul|heart|let go|move forward
        |moving forward|onwards|upwards|bright|brighter|worth it|will get|best is|yet to|good things|great things
        |chin up|cheer up|happiness|worry|fear|failure|challenge|challenges|focus
    """,
    "sadness": """
        sad|sadly|sadness|saddest|saddened|unhappy|depressed|depressing|depression|depressive|miserable|misery|gloomy
        |gloom|grief|grieve+|grieving|mourn+|mourning|sorrow|sorrowful|sorrows|heartbroken|heartbreak|heartbreaking
        |broken heart|cry|cries|cried|crying|tears|tear|teary|weep+|weeping|sob+|sobbing|lonely|loneliness|alone|lost
        |losing|lose|loss|miss|missing|missed|miss you|regret+|hurt|hurts|hurting|pain|painful|suffer+|suffering
        |despair|desperate|hopeless|helpless|worthless|empty|numb|tired|exhausted|drained|down|blue|blues|dark
        |darkness|dull|dreary|bleak|grim|sombre|somber|sober|melancholy|melancholic|nostalgic|disappointed
        |disappointing|disappointment|discouraged|disheartened|dismal|devastated|devastating|tragic|tragedy|died|dies
        |death|dead|dying|die|funeral|rip|rest in|passed away|goodbye|farewell|sorry|unfortunately|pity|poor|sick|ill
        |unwell|anxiety|anxious|worried|worry|scared|afraid|nobody|no one|broke|broken|breakup|dumped|left me|unloved
        |unwanted|rejected|failure|failed|fail|wish|if only|never be|used to|no friends|want to|bad day|worst day
        |so bad|feel like|mope|moping|pine|pining|frown+|serious|sulk+|sulking|wept|suicide|suicidal|insomnia
        |cant sleep|end of|sigh|ugh|bored|boring|heavy|ache+|aching|letting go|bereft|forlorn
    """,
    "glad sign": """
        :)|;)|:d|-)|=)|:p|;d|-d|<0|^^|_^|☺|❤|♥|♡|😀|😁|😂|😃|😄|😅|😆|😇|😉|😊|😋|😌|😍|😎|😏|😘|😙|😚|😜|😝|🙂|🤗|🤩|🥰|🥳|😻|😹|👍|👏|🙌|🙏|💪|💕|💖|💗
        |💘|💙|💚|💛|💜|💞|💝|🎉|🎊|🎂|🎁|🔥|✨|⭐|🌟|☀|🌞|🌈|🏆|🥇|✌|👌|💯|😺|🤣|💃|🍻|🥂|🎶|🌹|🌸|😛
    """,
    "sad sign": """
        :(|-(|=(|;(|:/|-/|d:|t_|_t|😞|😟|😢|😣|😥|😦|😧|😨|😩|😪|😫|😭|😰|😿|💔|☹|🙁|😓|😔|😕|🤒|🤕|🥺|😖|😷|⚰|🥀|😱|😬|🤦|🤷
    """,
    "angry sign": ">:|😠|😡|😤|🤬|👿|😾|🖕|💢|🙄|😒|👎|🤮|🤢|💩|😑|😐|👊|☠",
}
