window.YTD.account.part0 = [ {
  "account" : { "accountId" : "71", "username" : "ann_ek", "accountDisplayName" : "Ann Ek" }
} ]
