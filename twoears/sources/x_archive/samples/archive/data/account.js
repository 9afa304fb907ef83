window.YTD.account.part0 = [ {
  "account" : {
    "email" : "ann@norrvik.example",
    "username" : "ann_ek",
    "accountId" : "41",
    "createdAt" : "2015-02-01T10:00:00.000Z",
    "accountDisplayName" : "Ann Ek"
  }
} ]
