"""Companies that are known everywhere and whose name is no word beside; written by hand, no claim to be whole."""

from typing import Final

from twoears.lib.text import listed

FAMOUS: Final = listed(
    "Accenture Adidas Adobe Airbnb Airbus Alibaba Allianz Alphabet AMD Arduino Asana Atlassian Audi BASF Bayer BMW "
    "Boeing Bosch Bloomberg Canva Capgemini Cisco Coinbase Comcast Continental Costco Daimler Danone Datadog "
    "Deloitte Docker Dropbox eBay Ericsson Etsy ExxonMobil Facebook Fedex FedEx Fiat Figma Fujitsu GitHub GitLab "
    "Google Groupon H&M HelloFresh Heineken Hitachi Honda HSBC Huawei HubSpot Hulu Hyundai IBM IKEA Infineon "
    "Infosys Instagram Intel JetBlue JPMorgan KLM KPMG Lenovo LinkedIn LVMH Lufthansa Lyft Mailchimp Mastercard "
    "McDonald's McDonald McKinsey Meta Microsoft Miele Mojang Mozilla Netflix Nestlé Nike Nintendo Nokia Nvidia "
    "NVIDIA OpenAI Oracle Panasonic PayPal Pepsi PepsiCo Pfizer Philips Pinterest Porsche PwC Qualcomm Reddit "
    "Renault Revolut Roche Rolls-Royce Ryanair Salesforce Samsung SAP Sennheiser Shopify Siemens Snapchat "
    "SoundCloud Sony SpaceX Spotify Starbucks Stellantis Telefónica Tesla ThyssenKrupp TikTok Toshiba Toyota "
    "TripAdvisor Twitch Twilio Uber Unilever Verizon Vimeo Vodafone Volkswagen Volvo Walmart WhatsApp Wikipedia "
    "Xiaomi YouTube Zalando Zendesk"
)  # fmt: skip
# Names of two words and more, by their first.
FAMOUS_PAIRS: Final = {
    "Wells": "Fargo", "Red": "Hat", "Deutsche": "Bank", "Goldman": "Sachs", "Morgan": "Stanley", "General": "Motors",
    "Air": "France", "American": "Express", "Best": "Buy", "Home": "Depot", "Burger": "King", 
    "Tim": "Hortons", "Charles": "Schwab", "Calvin": "Klein", "Ralph": "Lauren", "Credit": "Suisse",
}  # fmt: skip
# What a name ends with that is an organisation's.
HEADS: Final = listed(
    "University Universität Université Universidad Università Foundation Institute Airlines Airways Technologies "
    "Instruments Pharmaceuticals Holdings Consulting Ventures Laboratories Logistics Electronics Industries"
)
