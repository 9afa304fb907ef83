window.YTD.account.part0 = [ { "account" : { "username" : "ann_ek", "accountId" : "41" } } ]
window.YTD.tweet.part0 = [ { "retweeted" : false, "id_str" : "1050118621198921728", "created_at" : "Wed Oct 10 20:19:24 +0000 2018", "full_text" : "Hello", "entities" : { "urls" : [ ] } } ]
