package import CEVMC
import Primitives
package import VM

extension StorageChange {
    /// A change that costs and earns, in every fork, what one with this status does.
    ///
    /// Gas depends on which of the three values are equal and which are zero: one example of each
    /// status stands for all. What is not known costs the least, as `EVMC_STORAGE_ASSIGNED`.
    package init(_ status: evmc_storage_status) {
        let (x, y, z) = (Word256(1), Word256(2), Word256(3))
        switch status {
        case EVMC_STORAGE_ADDED: self.init(original: .zero, current: .zero, new: z)
        case EVMC_STORAGE_DELETED: self.init(original: x, current: x, new: .zero)
        case EVMC_STORAGE_MODIFIED: self.init(original: x, current: x, new: z)
        case EVMC_STORAGE_DELETED_ADDED: self.init(original: x, current: .zero, new: z)
        case EVMC_STORAGE_MODIFIED_DELETED: self.init(original: x, current: y, new: .zero)
        case EVMC_STORAGE_DELETED_RESTORED: self.init(original: x, current: .zero, new: x)
        case EVMC_STORAGE_ADDED_DELETED: self.init(original: .zero, current: y, new: .zero)
        case EVMC_STORAGE_MODIFIED_RESTORED: self.init(original: x, current: y, new: x)
        default: self.init(original: x, current: y, new: z)
        }
    }

    /// The status with which a host tells of this change.
    package var status: evmc_storage_status {
        if current == new { return EVMC_STORAGE_ASSIGNED }
        if original == current {
            if current.isZero { return EVMC_STORAGE_ADDED }
            return new.isZero ? EVMC_STORAGE_DELETED : EVMC_STORAGE_MODIFIED
        }
        if original.isZero {
            return new.isZero ? EVMC_STORAGE_ADDED_DELETED : EVMC_STORAGE_ASSIGNED
        }
        if current.isZero {
            return new == original ? EVMC_STORAGE_DELETED_RESTORED : EVMC_STORAGE_DELETED_ADDED
        }
        if new.isZero { return EVMC_STORAGE_MODIFIED_DELETED }
        return new == original ? EVMC_STORAGE_MODIFIED_RESTORED : EVMC_STORAGE_ASSIGNED
    }
}
