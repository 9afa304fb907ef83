window.YTD.note_tweet.part0 = [
 {
  "noteTweet": {
   "noteTweetId": "55",
   "createdAt": "2026-03-04T10:00:00.000Z",
   "core": {
    "text": "A long story about a valve that nobody wanted to own, and what we learned from the people who called us.",
    "urls": [],
    "mentions": [],
    "hashtags": []
   }
  }
 }
]
