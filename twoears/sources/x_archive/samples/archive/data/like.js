window.YTD.like.part0 = [ {
  "like" : { "tweetId" : "2028900000000000000", "fullText" : "Thanks", "expandedUrl" : "https://twitter.com/i/web/status/2028900000000000000" }
} ]
