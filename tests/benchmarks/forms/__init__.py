"""The same form in other hands: five labelled fields and two buttons, each as its library's own guide would have it."""

TITLE = "Where is the charge box, and what is paid for a kWh?"
LABELS = ("Name", "Street", "Postcode", "City", "Price per kWh")
BUTTONS = ("Back", "Next")
