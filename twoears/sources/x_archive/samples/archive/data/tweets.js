window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "2029000000000000001",
   "created_at": "Wed Mar 04 09:10:00 +0000 2026",
   "lang": "en",
   "full_text": "@bob_pumps Does it run on SQLite &amp; offline? https://t.co/aa",
   "in_reply_to_status_id_str": "2028000000000000009",
   "in_reply_to_screen_name": "bob_pumps",
   "in_reply_to_user_id_str": "77",
   "entities": {
    "hashtags": [],
    "user_mentions": [
     {
      "name": "Bob",
      "screen_name": "bob_pumps",
      "id_str": "77",
      "id": "77"
     }
    ],
    "urls": [
     {
      "url": "https://t.co/aa",
      "expanded_url": "https://norrvik.example/docs"
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "2029000000000000002",
   "created_at": "Wed Mar 04 09:12:00 +0000 2026",
   "lang": "en",
   "full_text": "RT @cleo: Pumps that talk back. #pumps",
   "entities": {
    "hashtags": [
     {
      "text": "pumps"
     }
    ],
    "user_mentions": [
     {
      "name": "Cleo",
      "screen_name": "cleo",
      "id_str": "90"
     }
    ],
    "urls": []
   }
  }
 },
 {
  "tweet": {
   "id_str": "2029000000000000003",
   "created_at": "Wed Mar 04 10:00:00 +0000 2026",
   "lang": "en",
   "full_text": "A long story about a valve that nobody wanted to own, and what we learned from the people who… https://t.co/zz",
   "entities": {
    "hashtags": [],
    "user_mentions": [],
    "urls": [
     {
      "url": "https://t.co/zz",
      "expanded_url": "https://x.com/i/web/status/2029000000000000003"
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "2029000000000000004",
   "created_at": "yesterday",
   "full_text": "No date.",
   "entities": {}
  }
 }
]
