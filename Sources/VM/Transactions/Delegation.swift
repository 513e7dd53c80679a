import Precompiles
package import Primitives

extension Authorization {
    /// The account that signed; nil if the signature holds for none (EIP-7702, EIP-2).
    package var authority: Address? {
        if let knownAuthority { return knownAuthority }
        guard yParity <= 1, s <= Self.largestS else { return nil }
        return Secp256k1.recoverSigner(hash: signingHash, isOdd: yParity == 1, r: r, s: s)
    }

    /// What the authority signs: a magic byte, then chain, target and nonce.
    private var signingHash: Word256 {
        let fields = RLP.list { list in
            list.append(chainIdentifier)
            list.append(target)
            list.append(nonce)
        }
        return Keccak256.hash([0x05] + fields)
    }

    /// Half the order of the curve's group, rounded down: the other half mirrors it (EIP-2).
    private static let largestS = Word256(
        limb0: 0xdfe9_2f46_681b_20a0, limb1: 0x5d57_6e73_57a4_501d,
        limb2: 0xffff_ffff_ffff_ffff, limb3: 0x7fff_ffff_ffff_ffff)
}

extension WorldState {
    /// Applies a transaction's authorizations, each on its own: an invalid one is passed over.
    ///
    /// The authorities become warm. What comes back for accounts that exist is added to the refund.
    package mutating func apply(_ authorizations: [Authorization], chainIdentifier: Word256) {
        for authorization in authorizations {
            apply(authorization, chainIdentifier: chainIdentifier)
        }
    }

    private mutating func apply(_ authorization: Authorization, chainIdentifier: Word256) {
        let chain = authorization.chainIdentifier
        guard chain.isZero || chain == chainIdentifier, authorization.nonce < .max,
            let authority = authorization.authority
        else { return }
        warm(authority)
        let code = code(of: authority)
        guard code.isEmpty || code.delegation != nil,
            nonce(of: authority) == authorization.nonce
        else { return }
        if exists(authority) { addRefund(IntrinsicGas.existingAuthorityRefund) }
        setCode(
            authorization.target.isZero ? .empty : Code(delegatingTo: authorization.target),
            of: authority)
        setNonce(authorization.nonce + 1, of: authority)
    }
}
