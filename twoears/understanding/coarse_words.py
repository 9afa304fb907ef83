"""Words that hurt: slurs, insults, coarse swearing and threats; listed so that they are found, not said.

The lists are our own, written as they are read (see `feeling_words.py`), and English. A sign within a word ("f*ck") is
a word of its own there, so that "* ck" finds it. A word that is both an insult and something else ("pig") counts little
by itself; next to a "you" it counts more.
"""

from typing import Final

COARSE_WORDS: Final[dict[str, str]] = {
    "slur": """
        nigger|niggers|nigga|niggas|faggot|faggots|fag|fags|dyke|tranny|trannies|retard|retards|retarded|tard|spastic
        |kike|kikes|spic|spics|chink|chinks|gook|gooks|wetback|wetbacks|towelhead|raghead|paki|pakis|coon|coons|beaner
        |cripple|mongoloid|shemale|homo|sodomite|libtard|libtards|republitard|feminazi|feminazis|savages|subhuman
        |untermensch|n *|* gger|whitey|redneck|hillbilly|white trash|trailer trash|third world|shithole country
    """,
    "coarse": """
        fuck|fucks|fucked|fucker|fuckers|fucking|fuckin|fuckn|fckn|fcking|fck|fuk|fuking|fuckery|fuckface|motherfucker
        |motherfuckers|motherfucking|mofo|mf|mfer|fucktard|clusterfuck|fvck|phuck|effing|wtf|stfu|gtfo|ffs|tf|af|omfg
        |lmfao|f *|* ck|* cking|* ucking|* uck|* cked|sh *|a $|$ $|b *|* tch|b !|sh !|fu|f u|shit|shits|shitty
        |shite|bullshit|horseshit|dipshit|shithead|shitheads|shithole|shitting|shitshow|batshit|shitstorm|ass|asses
        |asshole|assholes|asshat|asshats|arse|arsehole|arseholes|dumbass|dumbasses|jackass|jackasses|badass|smartass
        |fatass|lardass|asswipe|bs|butthurt|bitch|bitches|bitching|bitchy|bitchass|bich|biatch|son of|sob|cunt|cunts
        |twat|twats|dick|dicks|dickhead|dickheads|cock|cocks|cocksucker|cocksuckers|prick|pricks|pussy|pussies|wanker
        |wankers|tosser|bollocks|bastard|bastards|whore|whores|slut|sluts|slutty|hoe|hoes|thot|thots|skank|skanks|cum
        |jizz|piss|pissed|pissing|blowjob|tits|titties|boobs|douche|douchebag|douchebags|douchey|goddamn|goddamned
        |goddam|damn|dammit|crap|crappy|hell|screw you|screw him|screw her|screw them|screw this|suck my|kiss my
        |my ass|your ass|ur ass|his ass|her ass|eat shit|piece of|pos|pervert|perverts|perv|nude|nudes|porn|horny|rape
        |raped|rapist|rapists|pedo|pedos|pedophile|pedophiles
    """,
    "mild insult": """
        idiot|idiots|idiotic|idiocy|moron|morons|moronic|imbecile|imbeciles|stupid|stupidity|stupidest|dumb|dumber
        |dumbest|fool|fools|foolish|clown|clowns|loser|losers|liar|liars|lying|coward|cowards|cowardly|pathetic
        |disgusting|disgrace|disgraceful|scum|scumbag|scumbags|trash|garbage|filth|filthy|vermin|parasite|parasites
        |leech|leeches|pig|pigs|rat|rats|snake|snakes|dog|dogs|cow|monkey|ape|worm|weasel|toad|swine|jerk|jerks|creep
        |creeps|creepy|weirdo|freak|freaks|psycho|psychopath|sociopath|lunatic|lunatics|crazy|insane|deranged
        |delusional|nuts|nutjob|nutcase|nutjobs|nutter|whacko|wacko|mental|demented|brainless|brainwashed|clueless
        |ignorant|ignoramus|illiterate|incompetent|useless|worthless|fat|ugly|lazy|gross|hideous|nasty|vile|evil|sick
        |twisted|corrupt|crooked|crook|crooks|thug|thugs|criminal|criminals|traitor|traitors|treason|treasonous
        |hypocrite|hypocrites|hypocritical|hypocrisy|bigot|bigots|bigoted|racist|racists|sexist|misogynist|homophobe
        |fascist|fascists|nazi|nazis|hitler|commie|commies|communist|terrorist|terrorists|snowflake|snowflakes|sheep
        |puppet|puppets|troll|trolls|shill|hack|quack|fraud|phony|fake|clownish|dumbo|dimwit|dimwits|twit|twits|nitwit
        |halfwit|bozo|buffoon|buffoons|baboon|donkey|bonehead|airhead|bimbo|hag|witch|cuck|cucks|simp|incel|soyboy
        |beta|manchild|crybaby|crybabies|wimp|sissy|pansy|sicko|sickos|bum|bums|tool|punk|brat|brats|sleazy|slimy
        |sleazebag|pos|liberal|lefty|lefties|leftist|leftists|demonrats|dems|deplorable|deplorables|spineless|gutless
        |shameless|shameful|no brain|no brains|brain dead|braindead|small brain|low iq|low life|lowlife|lowlifes
        |waste of|good for|shut up|shutup|get lost|get a|go away|suck|sucks|sucked|shame on|joke|bully|narcissist
        |narcissistic|arrogant|heartless|smelly|stinks|stinking|bloody|sucker|suckers|dope|dork|nerd|hate|hates|haters
        |hater|dirty|dirtbag|dirtbags|dumpster
    """,
    "threat": """
        kill you|kill him|kill her|kill them|kill yourself|kys|hang yourself|die in|drop dead|go die|will die
        |should die|die already|shoot you|shoot him|shoot her|shoot them|beat you|beat him|beat her|smash your
        |break your|punch you|punch him|punch her|slap you|slap him|slap her|hurt you|find you|coming for|burn in
        |rot in|hang him|hang her|hang them|be shot|be hanged|be hung|be killed|in jail|in prison|lock her|lock him
        |lock them|hope you|hope he|hope she|choke on|stab|lynch|lynched|strangle|murder|burn down|burn it|your house
        |where you|you live|your family|watch your|or else|deserve to|deserves to|hunt you|hunt them|exterminate
    """,
    "said to one": """
        you|your|youre|u|ur|yall|yourself|ya|yours|hes|shes|theyre|he|she|they|him|her|them|his|their|these|those
        |people|women|men|guy|guys|woman|man
    """,
}
