window.__THAR_CONFIG = {
  "userInfo" : { "accountId" : "41", "userName" : "ann_ek", "displayName" : "Ann Ek" },
  "archiveInfo" : { "sizeBytes" : "4100", "generationDate" : "2026-03-05T07:00:00.000Z", "isPartialArchive" : false },
  "dataTypes" : { "tweets" : { "files" : [ { "fileName" : "data/tweets.js", "globalName" : "YTD.tweets.part0", "count" : "4" } ] } }
}
