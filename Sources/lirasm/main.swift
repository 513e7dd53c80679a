print("lirasm")
