private import CAssets

/// A file that is baked into the program.
package struct Asset: Sendable {
  /// Its path in the repository, such as `schema/0001_initial.sql`.
  package let name: String
  /// What is in it.
  package let bytes: [UInt8]

  /// The content as text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Every baked-in file below a folder, in the order of their names.
  package static func all(in folder: String) -> [Asset] {
    all.filter { $0.name.hasPrefix(folder + "/") }.sorted { $0.name < $1.name }
  }

  /// The baked-in file of that name; empty where there is none, which a test rules out.
  package static func named(_ name: String) -> Asset {
    all.first { $0.name == name } ?? Asset(name: name, bytes: [])
  }

  private static let all: [Asset] = (0..<innoreg_asset_count()).map { index in
    let asset = unsafe innoreg_asset_at(index)
    return unsafe Asset(
      name: String(cString: asset.name),
      bytes: [UInt8](UnsafeBufferPointer(start: asset.bytes, count: asset.size)))
  }
}
