window.YTD.direct_messages.part0 = [
 {
  "dmConversation": {
   "conversationId": "41-77",
   "messages": [
    {
     "messageCreate": {
      "recipientId": "41",
      "reactions": [
       {
        "senderId": "41",
        "reactionKey": "like",
        "eventId": "9",
        "createdAt": "2026-03-04T11:05:00.000Z"
       }
      ],
      "urls": [],
      "text": "Can you send a quote?",
      "mediaUrls": [],
      "senderId": "77",
      "id": "3001",
      "createdAt": "2026-03-04T11:00:00.000Z"
     }
    },
    {
     "messageCreate": {
      "recipientId": "77",
      "text": "Gladly.",
      "senderId": "41",
      "id": "3002",
      "createdAt": "1772622600000"
     }
    }
   ]
  }
 }
]
