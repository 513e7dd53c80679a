/// Expected values: the Ethereum Execution Layer Specification (EELS) at Byzantium, Berlin and Osaka.
///
/// Inputs at the edges of each price, and with lengths beyond any gas.
extension VectorTable {
    static let modularExponentiationPrices = VectorTable(
        """
        # base of 0 bytes not given, modulus 0x07 | 0 200 500
        in *63 01 *31 01
        out 00
        # modulus of 0 bytes not given | 0 200 500
        in *31 01 *31 01 *32 0503
        out -
        # base of 1 bytes not given, modulus 0x07 | 0 200 500
        in *31 01 *31 01 *31 01
        out 00
        # modulus of 1 bytes not given | 0 200 500
        in *31 01 *31 01 *31 010503
        out 00
        # base of 7 bytes not given, modulus 0x07 | 2 200 500
        in *31 07 *31 01 *31 01
        out 00
        # modulus of 7 bytes not given | 2 200 500
        in *31 01 *31 01 *31 070503
        out *7
        # base of 8 bytes not given, modulus 0x07 | 3 200 500
        in *31 08 *31 01 *31 01
        out 00
        # modulus of 8 bytes not given | 3 200 500
        in *31 01 *31 01 *31 080503
        out *8
        # base of 9 bytes not given, modulus 0x07 | 4 200 500
        in *31 09 *31 01 *31 01
        out 00
        # modulus of 9 bytes not given | 4 200 500
        in *31 01 *31 01 *31 090503
        out *9
        # base of 31 bytes not given, modulus 0x07 | 48 200 500
        in *31 1f *31 01 *31 01
        out 00
        # modulus of 31 bytes not given | 48 200 500
        in *31 01 *31 01 *31 1f0503
        out *31
        # base of 32 bytes not given, modulus 0x07 | 51 200 500
        in *31 20 *31 01 *31 01
        out 00
        # modulus of 32 bytes not given | 51 200 500
        in *31 01 *31 01 *31 200503
        out *32
        # base of 33 bytes not given, modulus 0x07 | 54 200 500
        in *31 21 *31 01 *31 01
        out 00
        # modulus of 33 bytes not given | 54 200 500
        in *31 01 *31 01 *31 210503
        out *33
        # base of 63 bytes not given, modulus 0x07 | 198 200 500
        in *31 3f *31 01 *31 01
        out 00
        # modulus of 63 bytes not given | 198 200 500
        in *31 01 *31 01 *31 3f0503
        out *63
        # base of 64 bytes not given, modulus 0x07 | 204 200 500
        in *31 40 *31 01 *31 01
        out 00
        # modulus of 64 bytes not given | 204 200 500
        in *31 01 *31 01 *31 400503
        out *64
        # base of 65 bytes not given, modulus 0x07 | 211 200 500
        in *31 41 *31 01 *31 01
        out 00
        # modulus of 65 bytes not given | 211 200 500
        in *31 01 *31 01 *31 410503
        out *65
        # base of 127 bytes not given, modulus 0x07 | 657 200 512
        in *31 7f *31 01 *31 01
        out 00
        # modulus of 127 bytes not given | 657 200 512
        in *31 01 *31 01 *31 7f0503
        out *127
        # base of 1023 bytes not given, modulus 0x07 | 17838 5461 32768
        in *30 03ff *31 01 *31 01
        out 00
        # modulus of 1023 bytes not given | 17838 5461 32768
        in *31 01 *31 01 *30 03ff0503
        out *1023
        # base of 1024 bytes not given, modulus 0x07 | 17868 5461 32768
        in *30 04 *32 01 *31 01
        out 00
        # modulus of 1024 bytes not given | 17868 5461 32768
        in *31 01 *31 01 *30 04000503
        out *1024
        # base of 1025 bytes not given, modulus 0x07 | 17899 5547 max
        in *30 0401 *31 01 *31 01
        out 00
        # modulus of 1025 bytes not given | 17899 5547 max
        in *31 01 *31 01 *30 04010503
        out *1025
        # base of 1026 bytes not given, modulus 0x07 | 17929 5547 max
        in *30 0402 *31 01 *31 01
        out 00
        # modulus of 1026 bytes not given | 17929 5547 max
        in *31 01 *31 01 *30 04020503
        out *1026
        # exponent of 1 bytes: one, then zeros | 0 200 500
        in *31 01 *31 01 *31 01030165
        out 03
        # exponent of 1 bytes, all ones | 0 200 500
        in *31 01 *31 01 *31 0103fffb
        out f3
        # exponent of 8 bytes: one, then zeros | 2 200 896
        in *31 01 *31 08 *31 010301 *7 65
        out 1f
        # exponent of 8 bytes, all ones | 3 200 1008
        in *31 01 *31 08 *31 0103fffffffffffffffffb
        out 33
        # exponent of 31 bytes: one, then zeros | 12 200 3840
        in *31 01 *31 1f *31 010301 *30 65
        out 47
        # exponent of 31 bytes, all ones | 12 200 3952
        in *31 01 *31 1f *31 0103fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb
        out 64
        # exponent of 32 bytes: one, then zeros | 12 200 3968
        in *31 01 *31 20 *31 010301 *31 65
        out 4f
        # exponent of 32 bytes, all ones | 12 200 4080
        in *31 01 *31 20 *31 0103fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb
        out d3
        # exponent of 33 bytes: one, then zeros | 12 200 4224
        in *31 01 *31 21 *31 010301 *32 65
        out 1f
        # exponent of 33 bytes, all ones | 13 200 4336
        in *31 01 *31 21 *31 0103fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb
        out 33
        # exponent of 34 bytes: one, then zeros | 13 200 4480
        in *31 01 *31 22 *31 010301 *33 65
        out 10
        # exponent of 34 bytes, all ones | 13 200 4592
        in *31 01 *31 22 *31 0103fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffb
        out c9
        # exponent of 63 bytes: one, then zeros | 24 200 11904
        in *31 01 *31 3f *31 010301 *62 65
        out 1f
        # exponent of 63 bytes, all ones | 25 200 12016
        in *31 01 *31 3f *31 0103ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
        out 00
        # exponent of 64 bytes: one, then zeros | 25 200 12160
        in *31 01 *31 40 *31 010301 *63 65
        out 10
        # exponent of 64 bytes, all ones | 25 200 12272
        in *31 01 *31 40 *31 0103ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
        out 00
        # exponent of 1024 bytes: one, then zeros | 409 2728 257920
        in *31 01 *30 04 *32 010301
        out 00
        # exponent of 1024 bytes, all ones | 409 2730 258032
        in *31 01 *30 04 *32 0103ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
        out 00
        # exponent of 1025 bytes: one, then zeros | 409 2730 max
        in *31 01 *30 0401 *31 010301
        out 00
        # exponent of 1025 bytes, all ones | 409 2733 max
        in *31 01 *30 0401 *31 0103ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
        out 00
        # no base, no modulus, exponent of 0xffffffff bytes | 0 200 max
        in *60 ffffffff *32
        # no base, modulus of one byte, exponent of 0xffffffff bytes | 1717986905 11453246034 max
        in *60 ffffffff *31 01
        # no base, no modulus, exponent of 0x8000000000000000 bytes | 0 200 max
        in *56 80 *39
        # no base, modulus of one byte, exponent of 0x8000000000000000 bytes | 3689348814741910310 max max
        in *56 80 *38 01
        # no base, no modulus, exponent of 0xffffffffffffffff bytes | 0 200 max
        in *56 ffffffffffffffff *32
        # no base, modulus of one byte, exponent of 0xffffffffffffffff bytes | 7378697629483820633 max max
        in *56 ffffffffffffffff *31 01
        # no base, no modulus, exponent of 0x10000000000000000 bytes | 0 200 max
        in *55 01 *40
        # no base, modulus of one byte, exponent of 0x10000000000000000 bytes | 7378697629483820633 max max
        in *55 01 *39 01
        # no base, no modulus, exponent of 0x400000000000000000 bytes | 0 200 max
        in *55 40 *40
        # no base, modulus of one byte, exponent of 0x400000000000000000 bytes | max max max
        in *55 40 *39 01
        # no base, no modulus, exponent of 0x8000000000000000000000000000000000000000000000000000000000000000 bytes | 0 200 max
        in *32 80 *63
        # no base, modulus of one byte, exponent of 0x8000000000000000000000000000000000000000000000000000000000000000 bytes | max max max
        in *32 80 *62 01
        # no base, no modulus, exponent of 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff bytes | 0 200 max
        in *32 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff *32
        # no base, modulus of one byte, exponent of 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff bytes | max max max
        in *32 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff *31 01
        # base of 0x80000000 bytes | 14411570347183155 24019198012642645 max
        in *28 80 *67
        # modulus of 0x80000000 bytes | 14411570347183155 24019198012642645 max
        in *63 01 *28 80000000
        # base of 0x100000000 bytes | 57646178309547468 96076792050570581 max
        in *27 01 *68
        # modulus of 0x100000000 bytes | 57646178309547468 96076792050570581 max
        in *63 01 *27 0100000000
        # base of 0x2000000000 bytes | max max max
        in *27 20 *68
        # modulus of 0x2000000000 bytes | max max max
        in *63 01 *27 2000000000
        # base of 0xffffffffffffffff bytes | max max max
        in *24 ffffffffffffffff *64
        # modulus of 0xffffffffffffffff bytes | max max max
        in *63 01 *24 ffffffffffffffff
        # base of 0x10000000000000000 bytes | max max max
        in *23 01 *72
        # modulus of 0x10000000000000000 bytes | max max max
        in *63 01 *23 01 *8
        # base of 0x100000000000000000000000000000000 bytes | max max max
        in *15 01 *80
        # modulus of 0x100000000000000000000000000000000 bytes | max max max
        in *63 01 *15 01 *16
        # base of 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9f bytes | max max max
        in ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9f *64
        # modulus of 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9f bytes | max max max
        in *63 01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff9f
        # 0 bytes of input | 0 200 500
        in -
        out -
        # 1 bytes of input | 0 200 500
        in 00
        out -
        # 31 bytes of input | 0 200 500
        in *31
        out -
        # 32 bytes of input | 0 200 500
        in *31 03
        out -
        # 33 bytes of input | 0 200 500
        in *31 0300
        out -
        # 64 bytes of input | 0 200 500
        in *31 03 *31 01
        out -
        # 65 bytes of input | 0 200 500
        in *31 03 *31 0100
        out -
        # 95 bytes of input | 0 200 500
        in *31 03 *31 01 *31
        out -
        # 96 bytes of input | 0 200 500
        in *31 03 *31 01 *31 04
        out 00000000
        # 97 bytes of input | 0 200 500
        in *31 03 *31 01 *31 0411
        out 00000000
        """)
}
