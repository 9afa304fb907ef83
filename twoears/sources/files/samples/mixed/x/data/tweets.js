window.YTD.tweets.part0 = [ {
  "tweet" : { "id_str" : "1", "full_text" : "It bakes.", "created_at" : "Wed Mar 04 12:00:00 +0000 2026" }
}, {
  "tweet" : { "id_str" : "2", "full_text" : "It cools.", "created_at" : "some day" }
} ]
