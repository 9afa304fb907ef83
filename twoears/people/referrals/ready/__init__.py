"""Who would send somebody if asked, by what they themselves said and did."""
