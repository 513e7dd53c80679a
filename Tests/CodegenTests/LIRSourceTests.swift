import Foundation
import Testing

@Suite struct LIRSourceTests {
    /// The code generator and the emulator know nothing of what they are used for.
    @Test(arguments: [("Codegen", 20), ("Emulation", 5)])
    func `no source names what the embedder does`(target: String, leastCount: Int) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Sources/\(target)")
        let forbidden: Set = ["gas", "evm", "account", "calldata", "jumpdest"]
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var count = 0
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            count += 1
            let text = try String(contentsOf: file, encoding: .utf8)
            let found = forbidden.intersection(Self.words(of: text))
            #expect(found.isEmpty, "\(file.lastPathComponent)")
        }
        #expect(count > leastCount)
    }

    @Test func `words are found inside names too`() {
        #expect(
            Self.words(of: "let gasLeft = theEVM.accountCount // JUMPDEST")
                == ["let", "gas", "left", "the", "evm", "account", "count", "jumpdest"])
    }

    /// The words of a text in lower case; a capital inside a name starts one.
    private static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        var word = ""
        var lastWasUpper = false
        for character in text {
            let startsWord = character.isUppercase && !lastWasUpper
            if !character.isLetter || startsWord {
                words.insert(word.lowercased())
                word = ""
            }
            if character.isLetter { word.append(character) }
            lastWasUpper = character.isUppercase
        }
        words.insert(word.lowercased())
        return words.subtracting([""])
    }
}
