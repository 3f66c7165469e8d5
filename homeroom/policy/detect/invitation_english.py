"""English phrases (RE2) that ask somebody to meet on a network; blanks may be missing."""

from __future__ import annotations

from homeroom.policy.detect.invitation_words import GROUP, NET, PLAY

_ME = r"(?:me|us|him|her|them|my|mee+|m3)"
_YOU = r"(?:you|u|ya|yall|yous?|every ?one|everybody)"
_YOUR = (
    r"(?:ur|your|yr|yur|ya|thy|yo|her|his|their|every ?ones?|every ?one'?s|tu|su|tus|sus|"
    r"vuestro)"
)
_VERB = (
    r"(?:add|follow|dm|pm|msg|message|text|txt|hit|find|reach|contact|call|snap|write|video|"
    r"vc|chat with|chat|talk to|talk|"
    r"ft|friend|ping|hmu|tag|stalk|look|search|sub to|subscribe to|invite|get|see|meet|join|"
    r"accept|request|befriend|holla at|"
    r"catch|send|reply to|answer|check)"
)
_LATER = (
    r"(?:(?:later|back|there|instead|tho|pls|please|first|now|tonight|asap|2nite|"
    r"after (?:school|class|practice)|sometime|up|out|over|some "
    r"stuff|a (?:msg|message|text|dm|request|friend request)|the (?:answers|pics?|link|rest)|"
    r"ur (?:number|name)|pics?|real quick|rn|"
    r"today|when (?:u|you) (?:can|get home)|anytime|directly|privately|n (?:we|i)|"
    r"so we can (?:talk|chat)) ?)"
)
_ON = r"(?:on|in|over|via|through|thru|at|using|en|por|@|off of|from|to|x|w)"
_MY = r"(?:my |the |mi |our |ur |that |this |a |his |her |their )"
_ACCOUNT = (
    r"(?:user ?name|user|name|handle|account|acc|acct|tag|id|code|number|add|link|@|usuario|"
    r"cuenta|perfil|nombre|gamertag)"
)

_HANGING_OUT = (
    rf"(?:im|i'm|i am|we're|were) on {_MY}?{NET},? (?:if|so|u can|you can|hmu|add|text|dm|hit)",
    rf"(?:hang|hangout|chill|vibe|hang out) (?:in|on|at) {_MY}?{NET}",
    rf"(?:be|in|join|part of)(?: in| of)? {_MY}?{NET} {GROUP}",
)

# add me on snap, text me later on whatsapp, send me a friend request on roblox
_ADD_ME = (
    rf"{_VERB} ?{_ME} ?{_LATER}{{0,2}}{_ON} ?{_MY}?{PLAY}",
    rf"(?:add|friend|dm|message|follow|invite) {_ME} (?:pls )?(?:my )?{NET}(?: is)?",
    r"(?:add|follow|join|hmu|dm|find) (?:my|mi|our|the class|"
    rf"the team) ?(?:\w+ )?{NET}(?: {GROUP}| {_ACCOUNT})?",
    r"(?:send|shoot|drop) (?:me |us |a |an |over )*(?:friend |follow |"
    rf"fr )?(?:req(?:uest)?|add|dm|msg|message|text|fr|friend)s? (?:me )?{_ON} {_MY}?{PLAY}",
    r"(?:hmu|hml|hit my line|slide (?:in(?:to)? my dms?)?|dms? (?:are )?(?:open)?|talk|"
    r"chat|text|lets talk|let's talk|message|reach out|find me|friends|"
    r"hit (?:me )?up|be my friend|be friends|mutuals|moots|add up) ?(?:me )?(?:on|over|"
    rf"via|@|in|thru|through) {_MY}?{PLAY}",
)

# i'll add you on snap, can i add u on insta, adding everyone on snap
_ADDING_YOU = (
    r"(?:add|adding|follow|followed|dm|dming|text|message|call|find|hit|reach|msg|ft|snap|"
    rf"friend|invite|contact) {_YOU} ?(?:all )?(?:up )?"
    rf"{_LATER}?(?:back )?(?:on|over|via|through|thru|in|to) {_MY}?(?:{NET}|{PLAY}"
    r" (?:later|if|so|rn|tonight))",
    r"(?:can i|could i|lemme|let me|should i|may i|ill|i'll|ima|imma) (?:add|follow|dm|"
    rf"friend|text) (?:you|u|ya)(?: back)? (?:on|over|via) {_MY}?{PLAY}",
    r"(?:lets |let's |we can |can we |wanna |want to |want 2 |we should |we could |"
    r"shud we |you wanna |u wanna |should we )(?:just |all |prob )?(?:chat|talk|text|"
    r"meet|call|vc|voice chat|dm|msg|message|video chat|finish (?:this|talking)|"
    r"keep talking|continue|move|connect|link up|link|snap|ft|facetime)"
    r"(?: it| about it| about this| this| up| more| later| tonight| there| privately|"
    rf" instead)* (?:on|over|in|thru|through|via|@) {_MY}?{NET}",
    r"(?:lets|let's|we can|we should|we could|can we|just|pls|please|better to|"
    rf"yall should|gotta|rather|prefer to) (?:just |all )?use {_MY}?{NET}(?: instead| for|"
    r" gc| group)?",
)

# move this to discord, come to my discord, get on discord
_COME_OVER = (
    r"(?:move|moving|moved|switch|switching|switched|take|taking|continue|continuing|hop|"
    r"hopping|come|coming|go|going|get|jump|bring|transfer|migrate|carry)"
    r" (?:this |it |over |on |off |the chat |the convo |our convo |the conversation |"
    r"talk |everyone |everything |us |back |the gc |the group |here and )*"
    rf"(?:on ?to|over to|to|(?:over )?on my|into|2) {_MY}?{NET}(?: {GROUP})?",
    r"(?:im |i'm |we're |were |whos |who's )?(?:making|starting|creating|made|"
    rf"started) (?:a |an |the |our |another )?(?:new )?{NET} {GROUP}",
    rf"(?:hit|check|see|open) (?:up )?(?:my|mi|the) {NET}(?: {GROUP})?",
    rf"(?:my|our|the class|the team) {NET} {GROUP} (?:is|is open|link)|(?:mi|nuestro|"
    rf"el) (?:{GROUP}) de {NET}(?: esta| ya esta)?(?: abierto| aqui| listo)?,? (?:unanse|"
    r"entren|unete|metanse|vengan|agreguense)",
    r"(?:hop|get|come|go|im|i'm|were|we're|were all|we're all|everyones|everyone's|"
    r"everybodys|everyone is|we are all|we all|squad is|catch us|see you|see u|cya|meet|"
    r"be|ill be|i'll be|ima be)"
    rf" (?:on|over on|in|@) (?:my |the |our |this |that )?{NET}(?: {GROUP})(?: \w+)?",
    r"(?:hop on|meet on|meet me on|see you on|see u on|cya on|hmu on|call on|vc on|"
    r"voice call on|calling on|talk 2 me on|i answer faster on|i reply faster on|"
    r"im always on|i'm always on|im more active on|i only (?:text|talk|reply|answer) on|"
    r"im mostly on|catch me on|better on|easier on|easier to talk on|faster on|talking on|"
    r"ill be on|i'll be on|find us on|we talk on|everyone talks on|we chat on|we're on|"
    r"everyones on|everyone's on|everyone is on|we're all on|"
    rf"we all on) {_MY}?{NET}(?: {GROUP})?",
    rf"(?:get|come|hop|go|jump|log) on {_MY}?{NET} (?:so|and|n|tonight|later|rn|now|when|w|"
    r"with|after|at|asap|instead|pls|please|bro|if)",
    r"(?:get|come|hop|go|jump|log) (?:on|in|into|to|onto) (?:the |my |"
    rf"our )?{PLAY} (?:chat|vc|voice chat|party chat|server|dms?|gc)",
    rf"(?:slide|slid) (?:in|into|up in) (?:my |the )?(?:{NET}|i g|dms?)",
)

# whats ur snap, drop your insta, do you have discord, u got snap
_WHATS_YOURS = (
    r"(?:what'?s|whats|wats|wuts|wut'?s|what is|wat is|what r|what are|gimme|give me|give|"
    r"gib|drop|send me|send|tell me|share|(?:let me|lemme) (?:get|see|have)|lemme get|"
    r"lemme see|lemme have|can i (?:get|"
    r"have|see)|can u (?:send|give|drop) ?"
    r"(?:me)?|could i (?:get|have)|may i have|need|got|i want|i need|lmk|let me know|put|"
    r"type|post|comment|dm me|text me|hand over|trade|swap|exchange|ask for|"
    rf"want) ?{_YOUR} ?{NET}(?:s|'s)?(?: {_ACCOUNT})?",
    r"(?:what'?s|whats|wats|drop|gimme|give me|send|send me|need|tell me|lmk|can i (?:get|"
    rf"have)) ?{_YOUR} ?{PLAY} (?:{_ACCOUNT}|tag)",
    rf"(?:what'?s|whats|drop|gimme|send|share) {_YOUR} (?:{_ACCOUNT}|@|friend code) (?:on|"
    rf"for|in) {PLAY}",
    rf"(?:what'?s|whats|drop|gimme|send me|send) {_YOUR} (?:gamertag|friend code|psn|"
    r"riot id|epic name|roblox|snap ?code|socials?|ig|@)",
    r"(?:is there|do we have|are there|does (?:the class|anyone|this class) have|we need|"
    r"should we (?:make|have|start)|lets make|let's make|can (?:we|someone|u|you) (?:make|"
    rf"start|create)|wanna make) (?:a|an|any) (?:\\w+ )?{NET} {GROUP}",
    rf"(?:scan|save|screenshot|use) (?:my|the|our|this) {NET} ?(?:{GROUP}|code|qr)?",
    r"(?:do |does |did |dont )?(?:you|u|ya|anyone|any ?body|any1|yall|everyone|any of you|"
    rf"any of u) (?:have|got|use|on|r on|are on|hav) (?:an? |any )?{NET}(?: account|"
    r" acc)?(?: or \w+)?\?",
    rf"(?:do (?:you|u)|u|you) (?:have|got|hav) (?:an? )?{NET}(?! (?:in|on) (?:the|your|this))",
    r"(?:who|who all|who else|who here|quien|quienes) (?:has|have|got|wants my|wants|on|"
    rf"uses|tiene|tienen) (?:an? )?{NET}(?= ?\?|\Z)",
    rf"(?:r|are) (?:you|u|yall) on {NET}",
    r"(?:heres|here's|here is|heres the|i(?:'ll| will)? (?:give|send) (?:you|u|ya)|"
    r"ill (?:give|send|drop) (?:you|u|ya)?|ima drop|imma drop|dropping|i'll drop|take|"
    rf"want|you can have|u can have|sending (?:you|u)) ?(?:my|our|the) {NET}",
)

# join our groupme, join the class whatsapp group, i made a discord for us
_JOIN_OURS = (
    r"join (?:my|our|his|her|this|us on|us over on|me on|me in|up on|"
    rf"on) (?:\w+ ){{0,3}}?{NET}(?: {GROUP})?",
    rf"join (?:the|a|that|ur|this) (?:\w+ ){{0,2}}?{NET} {GROUP}",
    rf"join (?:the |our )?(?:\w+ ){{0,2}}?(?:{GROUP}) (?:\w+ ){{0,2}}?(?:on|in|at) {NET}",
    r"join (?:the |our |ur )?(?:class |team |squad |group |grade |7th grade |study |"
    r"gaming |art |band )?(?:discord|groupme|whatsapp|telegram|gc on \w+)",
    r"(?:made|make|making|started|start|starting|creat(?:e|ed|ing)|got|have|set up|theres|"
    r"there's|there is|open(?:ed|ing)?) (?:us |up |this )?(?:a|an|our|the|another|"
    rf"new) (?:\w+ ){{0,2}}?{NET}"
    rf"(?: (?:{GROUP}))?(?: for (?:us|the|our|class|everyone|\w+)| so we| where we|"
    r" if (?:you|u|any)| w(?:ith)? every\w+|,? (?:join|want in|wanna join|come))",
    r"(?:made|make|started|created|theres|there's|we have|we got|i have|got|new|our|the|"
    r"secret|private) (?:a |an |our |the |new |class |team |private |secret |"
    rf"group )*(?:gc|group ?chat|group|server|chat) (?:on|in|over on|at) {NET}",
    r"(?:invite|adding|add|put) (?:you|u|me|us|him|her|them|everyone|yall) (?:in|to|into|"
    rf"2) (?:the |our |my |ur |a |that )?(?:\w+ )?{NET}(?: {GROUP})?",
    r"(?:link|invite|invitation|code|qr(?: code)?) (?:to|for) (?:the |our |my |"
    rf"a )?(?:\w+ )?{NET}(?: {GROUP})?",
    rf"(?:{NET}) (?:{GROUP}) (?:link|invite|code)|(?:{NET}) (?:link|"
    rf"invite) (?:is )?(?:in (?:my )?bio|below|here)|(?:my )?(?:{NET}) (?:is|'?s) in (?:my|"
    r"the) bio",
)

# snap me, whatsapp me later, facetime me tonight
_ON_THE_NETWORK = (
    r"(?:snapchat|whatsapp|whats ?app|facetime|kik|telegram|skype|discord|groupme|"
    r"messenger|imessage|wechat|insta|ig|instagram|viber) (?:me|us)(?: (?:later|tonight|"
    r"when|if|instead|rn|back|pls|after|asap|anytime|your|ur))?",
    r"snap me (?:later|tonight|when|if|instead|back|pls|after|asap|anytime|ur|your|rn|bro|"
    r"sometime)|snap me\Z|(?:lets|let's|wanna|we should) (?:snap|facetime|ft|skype|"
    r"groupme)(?: later| tonight| instead| after| each other| rn| sometime)?",
    r"(?:accept|answer|check|look at|open|see|read|reply to) (?:my|the|ur|"
    r"your) (?:friend request |request |dm |msg |message |follow request )*(?:on |"
    rf"in )?{NET}(?: (?:request|dms?|msgs?|messages?|req))?",
    r"(?:follow|sub|subscribe)(?: \w+)? (?:me|my (?:channel|page|account|acc)|back|"
    rf"us) (?:on|at|in|to|@) ?{_MY}?{PLAY}|(?:follow|sub to|subscribe to|like|"
    rf"check out) my (?:new )?{PLAY}(?: (?:channel|page|account|acc|profile|vids?|story))?",
    rf"(?:on|use|using) {NET} (?:instead|so (?:they|teachers?|she|he|mr|ms|no one|nobody|"
    r"mom|parents) (?:can'?t|cant|don'?t|dont|won'?t|wont)|where (?:they|teachers?|no one|"
    r"nobody|she|he))",
)

ENGLISH = (
    *_HANGING_OUT,
    *_ADD_ME,
    *_ADDING_YOU,
    *_COME_OVER,
    *_WHATS_YOURS,
    *_JOIN_OURS,
    *_ON_THE_NETWORK,
)
