"""Words that hint at an intent or a kind of post: they tie together what few examples can only teach one by one.

They are used by the fit only. What a list weighs is added to the weight of each of its words and pairs of words, so
that a text is read as fast as without them.
"""

from typing import Final

HINTS: Final = {
    "praise": """
        love|loving|loved|great|amazing|awesome|excellent|fantastic|brilliant|wonderful|superb|outstanding|perfect
        |best|favourite|favorite|impressed|impressive|flawless|lovely|beautiful|gem|class act|top notch|first class
        |hats off|kudos to|well done|props to|credit to|shoutout to|shout out|highly recommend|would recommend
        |cant recommend|recommend them|recommend it|worth every|game changer|life saver|lifesaver|best in|the best
        |works beautifully|works great|works perfectly|just works|so good|really good|very good|so easy|a joy
        |a pleasure|love the|love my|love it|love how|love this|five stars|0 stars|spot on|rock solid|second to
        |blown away|exceeded|cracking|stellar|bravo|nailed it|chefs kiss|no complaints|never let|holds up|does exactly
        |underrated|going back|a treat|delicious|friendliest|kindest|nicest|fastest|cleanest|finest|smoothest
        |nice work|good work|great work|excellent work|top work|fine work|good job|great job|solid job|proper job
        |nice one|well played|fair play|hat tip|kudos|good stuff|great stuff|keep it|keep going|keep them|good read
        |great read|good on|well put|well said|well explained|well written|neatly done|cant fault|top marks|full marks
        |respect|splendid|marvellous|tasty|clever|a delight|good catch|know their|is how|thats how|your people|you lot
    """,
    "recommendation": """
        recommend a|recommend any|anyone recommend|any recommendations|recommendations for|recommendation for|any recs
        |recs for|suggest a|suggestions for|any suggestions|suggest something|alternatives to|alternative to
        |any alternatives|what do|which one|which tool|which app|which should|what should|should i|should we|is it
        |better than|best way|whats good|whats the|what is|whats a|good for|anyone know|does anyone|do you
        |anyone using|who uses|who do|who does|anybody know|know of|know a|know any|any good|anyone tried|has anyone
        |tips for|looking for|in search|searching for|hunting for|after a|need a|or should|versus|vs|compared to
        |torn between|deciding between|choosing between|opinions on|thoughts on|experience with|experiences with
        |worth it|go with|any ideas|point me|anyone got|anyone had|must see|must read
    """,
    "buying": """
        buy|buying|order|ordering|ordered|purchase|purchasing|preorder|pre order|get one|getting one|getting a|get the
        |get a|getting the|want one|want the|want a|wanna buy|need one|price|prices|pricing|priced|cost|costs|how much
        |quote|quotation|demo|trial|free trial|in stock|stock|availability|available in|deliver|delivery|lead time
        |ship to|shipping to|where can|subscribe|subscribing|sign up|signing up|upgrade|upgrading|switch to
        |switching to|switch from|moving to|migrate to|hire|hiring you|book|booking|reserve|table for|room for
        |thinking of|thinking about|considering|budget|budget for|sold|take my|shut up|on my|wish list|wishlist
        |saving up|next phone|next car|add to|cart|checkout|discount for|licence|licences|license|licenses|seats
        |per seat|volume|moq|sample|samples|tempted|convinced|im in|ill take|well take|place an|when does|come out
        |release date|pick up|picking up|cant wait|finally got|finally ordered|just bought|just ordered|just got
    """,
    "referral": """
        told me|told us|recommended you|recommended me|recommended us|recommended your|referred|referred me
        |referred us|referral|referrals|referred by|sent me|sent us|sent you|sent two|sent three|sent my|send you
        |sending you|sending my|sending two|pointed me|pointed us|put me|put us|put you|in touch|introduce|introduced
        |introducing|introduction|intro|intros|meet|you two|should talk|should meet|need to|talk to|speak to
        |heard about|heard of|heard from|swears by|swear by|recommendation of|word of|said you
        |said to|says you|tipped me|tipped us|passed on|passed your|passing your|gave me|gave us|gave your|your name
        |your number|name came|by way|via a|through a|friend of|mate of|a colleague|my colleague|my sister|my brother
        |my neighbour|my boss|our supplier|cc|looping in|connecting you|connect you
    """,
    "offer": """
        dm me|dm us|message us|message me|drop us|drop me|send us|send me|happy to|glad to|id be|can help|can lend
        |could lend|ill help|well help|we can|i can|i could|we could|let me|let us|if you|if anyone|if it
        |if youd|here to|to help|help you|reach out|give us|give me|call us|call me|ping me|shout if|holler|spare
        |lend you|borrow|for free|free of|no charge|my treat|on us|on me|ill bring|ill send|ill do|ill take|ill show
        |ill fix|well send|well look|look into|take a|have a|well sort|sort it|sort this|offering|volunteer
        |volunteering|volunteered|welcome to|youre welcome|need a|want me|want us|shall i|shall we|would you|could do
        |come by|come round|pop in|stop by|drop by|swing by|apologies|sorry to|sorry for|sorry about|sorry youre
    """,
    "announcement": """
        announce|announcing|announced|announcement|launch|launching|launched|launches|release|released|releasing
        |releases|introducing|now available|available now|now live|is live|live now|goes live|went live|now open
        |is open|opens|opening|reopening|reopens|open on|were open|we open|out now|is out|are out|just out|new version
        |version|v0|beta|public beta|changelog|update|updated|ships|shipping now|weve moved|we moved|were moving
        |new address|new home|new office|new opening|opening hours|hours|closed on|closed for|well be|be closed
        |maintenance|planned maintenance|outage|back online|resolved|from monday|from tuesday|starting|from today
        |from tomorrow|as of|effective|were hiring|we hired|welcome to|joins us|joined us|joining us|new colleague
        |promoted to|proud to|excited to|pleased to|thrilled to|happy to|delighted to|weve just|we have|we are
        |weve added|we added|weve released|finally here|its here|has arrived|coming soon|next week|this saturday
        |this sunday|this friday|tickets|registration|register|doors|save the|date|well present|results|won the
        |weve won|raised|partnership|partnering|merged|acquired|turned 0|years old|anniversary|retiring|last day
        |price change|new prices
    """,
    "need": """
        need|needs|needed|need a|need to|need something|need somebody|need someone|want|wants|want to|wanted|wish
        |wish i|wish it|wish we|wish there|if only|would love|would be|could use|could do|looking for|looking to
        |search for|searching for|trying to|tried to|struggling|struggle|struggle to|stuck|stuck with|cant find
        |cant get|cant seem|cannot find|cant see|dont know|no idea|not sure|no way|is there|any way|a way|how do
        |how can|how to|how does|still do|by hand|manually|manual|spreadsheet|spreadsheets|copy paste|every week
        |every month|every time|takes ages|takes hours|takes forever|takes a|takes us|takes me|hours a|too slow
        |too many|too much|too small|too big|not enough|running out|ran out|out of|short of|lack|lacking|lacks|missing
        |without a|without having|have to|has to|had to|must|must have|require|requires|required|requirement
        |requirements|deadline|before friday|by friday|by monday|asap|urgently|urgent|instead of|something that
        |somewhere|someone who|somebody who|anybody who|anyone who|help with|help me|help us|problem|problem is
        |trouble|issue|pain|nightmare|bottleneck|does it|do you|can it|can you|can i|can we|support|supports|work with
        |works with|integrate|integration|export|import|migrate|sync|api|compatible
    """,
    "news": """
        study|study finds|report|reports|reported|reportedly|according to|announces|announced|says|said|minister
        |ministry|government|parliament|council|court|police|officials|regulator|commission|percent|per cent|billion
        |million|shares|stocks|market|markets|earnings|quarter|profit|revenue|acquires|acquired|acquisition|merger
        |bankruptcy|lawsuit|fined|ban|bans|banned|votes|voted|passes|passed|strike|strikes|storm|flood|floods|wildfire
        |earthquake|crash|killed|injured|recall|recalls|recalled|breaking|breaking news|confirmed|confirms|plans to
        |set to|to cut|to close|to open|job cuts|layoffs|researchers|scientists|survey|polls|election|president|mayor
        |eu|un|nasa|fda|rises|rose|falls|fell|drops|dropped|record high|since 0000|last year|yesterday|on tuesday
        |on monday|on wednesday|on thursday
    """,
    "spam": """
        make money|earn|earn 0|earning|per day|a day|a week|from home|work from|no experience|passive income
        |financial freedom|crypto|bitcoin|btc|eth|forex|signals|double your|0x|giveaway|airdrop|followers
        |real followers|buy followers|cheap followers|free followers|follow back|f0f|followback|likes cheap|click here
        |click the|click link|link in|in bio|check my|check out|my channel|subscribe to|sub to|sub0sub|subscribe
        |visit my|my profile|dm for|whatsapp|telegram|t me|miracle|weight loss|lose weight|lose 0|pills|cure|cures
        |doctors hate|secret|one trick|this trick|limited spots|act now|hurry|guaranteed|0 guaranteed|risk free
        |no risk|free iphone|gift card|you won|youve won|winner|congratulations you|claim|claim your|lottery|loan
        |loans|casino|bet|betting|odds|hot singles|singles|nudes|onlyfans|forward this|copy and|send this|share this
        |all your|contacts|replica|rolex|viagra|cheap|unlock|hack|hacked|hacks|accounts|verified|investors|invest
        |investment|profit|profits|returns|trader|mentor|recovered my|recovery expert
    """,
    "hands on": """
        rt|via|ht|h t|great read|good read|worth reading|worth a|must read|great article|good article|great thread
        |thread|nice piece|interesting piece|interesting read|great post|good post|this article|this post|this thread
        |this piece|this talk|quote|wrote|writes|by the|tip|tips|pro tip|protip|reminder|psa|fyi|note to|lesson
        |lessons|lesson learned|rule of|always|never|how to|howto|guide|list of|0 ways|0 things|0 tips|0 reasons
        |heres how|heres a|before you|if your|if you|dont forget|remember to|make sure|beware|warning|watch out
        |careful with|pass it|spread the|bookmark|useful|handy|cheat sheet|checklist|free course|free book|explains
        |explained|explainer|recommend this
    """,
    "of the day": """
        monday|mondays|tuesday|friday|weekend|morning|tonight|today|sunday|saturday|coffee|tea|breakfast|lunch|dinner
        |eating|ate|sandwich|pizza|soup|cake|beer|wine|rain|raining|snow|sunny|weather|cold|hot|bed|sleep|sleepy|slept
        |nap|tired|awake|bored|boring|train|bus|commute|traffic|cat|dog|kids|mum|dad|neighbour|gym|run|running|shower
        |sofa|netflix|episode|song|playlist|mood|feeling|feels|feel like|feels like|im so|so tired|apparently|somehow
        |me today|my brain|my head|my desk|my chair|again|why is|ugh|meh|lol|haha|sigh|yawn|hmm
    """,
}


def hints(name: str) -> tuple[str, ...]:
    """The words and pairs of words of one list.

    >>> "looking for" in hints("recommendation")
    True
    """
    return tuple(hint.strip() for line in HINTS[name].splitlines() for hint in line.split("|") if hint.strip())
