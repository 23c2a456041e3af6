/// `define.xml`: what tables and variables mean, by the rules of CDISC's Define-XML 2.1, as far as simulated data need
/// them. It says of every table that it is simulated.
struct DefineDocument {
  let design: TrialDesign
  let tables: [AnalysisTable]
  /// What was simulated, for the reader.
  let remark: String

  /// Files do not depend on when they were made, yet the format asks for a date.
  private static let noDate = "1970-01-01T00:00:00"

  var text: String {
    let study = Self.escaped(design.id)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- Simulated data. The date of creation is not recorded, so that two runs give the same file. -->
      <ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" xmlns:def="http://www.cdisc.org/ns/def/v2.1"
        xmlns:xlink="http://www.w3.org/1999/xlink" ODMVersion="1.3.2" FileType="Snapshot" FileOID="DEFINE.\(study)"
        CreationDateTime="\(Self.noDate)" def:Context="Other">
      <Study OID="STUDY.\(study)">
      <GlobalVariables>
      <StudyName>\(study)</StudyName>
      <StudyDescription>\(Self.escaped(design.title)) (simulated)</StudyDescription>
      <ProtocolName>\(study)</ProtocolName>
      </GlobalVariables>
      <MetaDataVersion OID="MDV.\(study)" Name="Simulated analysis data" def:DefineVersion="2.1.0" \
      def:CommentOID="COM.SIMULATED">
      <def:Standards>
      <def:Standard OID="STD.ADAMIG" Name="ADaMIG" Type="IG" Version="1.1" Status="Final"/>
      </def:Standards>
      \(tables.map(group).joined(separator: "\n"))
      \(tables.flatMap(items).joined(separator: "\n"))
      <def:CommentDef OID="COM.SIMULATED">
      <Description><TranslatedText xml:lang="en">\(Self.escaped(remark))</TranslatedText></Description>
      </def:CommentDef>
      </MetaDataVersion>
      </Study>
      </ODM>

      """
  }

  private func group(_ table: AnalysisTable) -> String {
    let references = table.variables.enumerated().map { number, variable in
      let key = table.keys.firstIndex(of: variable.name).map { " KeySequence=\"\($0 + 1)\"" } ?? ""
      return "<ItemRef ItemOID=\"IT.\(table.name).\(variable.name)\" OrderNumber=\"\(number + 1)\" "
        + "Mandatory=\"\(key.isEmpty ? "No" : "Yes")\"\(key)/>"
    }
    return """
      <ItemGroupDef OID="IG.\(table.name)" Name="\(table.name)" Repeating="\(table.name == "ADSL" ? "No" : "Yes")" \
      IsReferenceData="No" Purpose="Analysis" def:Structure="\(table.structure)" def:StandardOID="STD.ADAMIG" \
      def:ArchiveLocationID="LF.\(table.name)" def:CommentOID="COM.SIMULATED">
      <Description><TranslatedText xml:lang="en">\(table.title) (simulated)</TranslatedText></Description>
      \(references.joined(separator: "\n"))
      <def:Class Name="\(table.dataClass)"/>
      <def:leaf ID="LF.\(table.name)" xlink:href="\(table.fileName)"><def:title>\(table.fileName)</def:title></def:leaf>
      </ItemGroupDef>
      """
  }

  private func items(_ table: AnalysisTable) -> [String] {
    table.variables.enumerated().map { column, variable in
      let length = table.rows.reduce(1) { max($0, AnalysisTable.text($1[column]).utf8.count) }
      let digits = variable.kind == .float ? " SignificantDigits=\"\(length)\"" : ""
      return """
        <ItemDef OID="IT.\(table.name).\(variable.name)" Name="\(variable.name)" DataType="\(variable.kind.rawValue)" \
        Length="\(length)"\(digits)>
        <Description><TranslatedText xml:lang="en">\(Self.escaped(variable.label))</TranslatedText></Description>
        <def:Origin Type="Derived" Source="Sponsor"/>
        </ItemDef>
        """
    }
  }

  /// Characters that XML 1.0 does not have are left out.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
