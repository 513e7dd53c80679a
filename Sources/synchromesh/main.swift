print("synchromesh")
