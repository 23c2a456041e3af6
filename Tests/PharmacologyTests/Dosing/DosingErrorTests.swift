import Diagnostics
import Formulas
import Networks
import Pharmacology
import Testing

/// Wrong tables: one message with its row and column.
@Suite struct DosingErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var table: String
    /// The message's first line, without the file's name.
    var message: String
    var hint: String?
    var testDescription: String { name }

    init(_ name: String, _ table: String, _ message: String, hint: String? = nil) {
      self.name = name
      self.table = table
      self.message = message
      self.hint = hint
    }
  }

  static let header = "ID,TIME,EVID,AMT,CMT,RATE,II,ADDL,SS\n"
  static let dose = header + "1,0,1,100,central,0,0,0,0\n"

  static let cases = [
    Case("empty", "ID,TIME\n", "1:1: error: the table has no records"),
    Case(
      "unsorted", dose + "1,4,0,.,.,.,.,.,.\n1,2.5,0,.,.,.,.,.,.\n", "4:3: error: time 2.5 comes after 4 for ID 1",
      hint: "sort the records of each subject by time"),
    Case(
      "ID returns", dose + "2,0,0,.,.,.,.,.,.\n1,8,0,.,.,.,.,.,.\n", "4:1: error: ID 1 returns after ID 2",
      hint: "keep the records of one ID together"),
    Case(
      "unknown compartment", header + "1,0,1,100,centrl,0,0,0,0\n", "2:11: error: unknown compartment \"centrl\"",
      hint: "did you mean \"central\"?"),
    Case(
      "compartment number", header + "1,0,1,100,5,0,0,0,0\n", "2:11: error: there is no compartment 5",
      hint: "they are numbered from 1 (depot) to 4 (third)"),
    Case("compartment 0", header + "1,0,1,100,0,0,0,0,0\n", "2:11: error: there is no compartment 0"),
    Case("part of a compartment", header + "1,0,1,100,1.5,0,0,0,0\n", "2:11: error: there is no compartment 1.5"),
    Case("no compartment", header + "1,0,1,100,.,0,0,0,0\n", "2:11: error: CMT is missing"),
    Case(
      "compartment off", header + "1,0,2,.,-1,.,.,.,.\n",
      "2:9: error: CMT -1 with EVID 2 turns a compartment off, which is not supported"),
    Case("negative amount", header + "1,0,1,-5,1,0,0,0,0\n", "2:7: error: AMT must be at least 0, not -5"),
    Case(
      "rate of an observation", header + "1,0,0,0,1,10,0,0,0\n",
      "2:11: error: RATE must be 0 or empty in an observation (EVID 0)"),
    Case(
      "amount of an observation", header + "1,0,0,10,1,0,0,0,0\n",
      "2:7: error: AMT must be 0 or empty in an observation (EVID 0)"),
    Case(
      "duplicate", dose + "1,0,1,100,central,0,0,0,0\n", "3:3: error: this record is there twice for ID 1",
      hint: "leave one out; two equal doses at one time are one of twice the amount"),
    Case(
      "no TIME", "ID,EVID,AMT,CMT\n1,1,3,1\n", "1:1: error: there is no column \"TIME\""),
    Case(
      "no AMT", "ID,TIME,EVID,CMT\n1,0,1,1\n", "2:3: error: there is no column \"AMT\", and this record is a dose"),
    Case(
      "no CMT", "ID,TIME,EVID,AMT\n1,0,1,1\n",
      "2:3: error: there is no column \"CMT\", and this record needs a compartment"),
    Case("no ID", header + ".,0,1,100,1,0,0,0,0\n", "2:1: error: ID is missing"),
    Case("no time", header + "1,,1,100,1,0,0,0,0\n", "2:3: error: TIME is missing"),
    Case(
      "mixed case", "ID,Time,EVID\n1,0,0\n", "1:4: error: column \"Time\" mixes upper and lower case",
      hint: "write \"TIME\" or \"time\""),
    Case(
      "both cases", "ID,TIME,evid\n1,0,0\n", "1:9: error: column \"evid\" is not written in the case of \"ID\"",
      hint: "write all dosing columns in upper case, or all in lower case"),
    Case(
      "unclosed quote", header + "1,0,1,\"100,1,0,0,0,0\n", "2:7: error: this quote is never closed"),
    Case("ragged", header + "1,0,1,100\n", "2:7: error: this row has 4 fields, the header has 9"),
    Case(
      "not a number", header + "1,0,1,1OO,1,0,0,0,0\n", "2:7: error: \"1OO\" in column \"AMT\" is not a number"),
    Case(
      "infinite", header + "1,0,1,inf,1,0,0,0,0\n", "2:7: error: \"inf\" in column \"AMT\" is not a number"),
    Case("negative time", header + "1,-1,0,.,.,.,.,.,.\n", "2:3: error: TIME must be from 0 to 1e15, not -1"),
    Case("ADDL without II", header + "1,0,1,5,1,0,0,3,0\n", "2:15: error: ADDL 3 needs an interval II above 0"),
    Case("part of ADDL", header + "1,0,1,5,1,0,8,1.5,0\n", "2:15: error: ADDL must be a whole number of at least 0"),
    Case("negative ADDL", header + "1,0,1,5,1,0,8,-1,0\n", "2:15: error: ADDL must be a whole number of at least 0"),
    Case("SS without II", header + "1,0,1,5,1,0,0,0,1\n", "2:17: error: SS 1 needs an interval II above 0"),
    Case("SS 3", header + "1,0,1,5,1,0,8,0,3\n", "2:17: error: SS must be 0, 1 or 2, not 3"),
    Case(
      "endless infusion with II", header + "1,0,1,0,1,5,8,0,1\n",
      "2:13: error: an endless infusion (SS with AMT 0) has no interval II"),
    Case(
      "endless infusion with ADDL", header + "1,0,1,0,1,5,0,8,1\n",
      "2:15: error: ADDL 8 needs an interval II above 0"),
    Case(
      "endless infusion of a duration", header + "1,0,1,0,1,-2,0,0,1\n",
      "2:11: error: an endless infusion (SS with AMT 0) has no duration"),
    Case("infusion of nothing", header + "1,0,1,0,1,5,0,0,0\n", "2:7: error: an infusion needs an amount"),
    Case("RATE -3", header + "1,0,1,5,1,-3,0,0,0\n", "2:11: error: RATE must be at least 0, -1 or -2, not -3"),
    Case(
      "no modelled rate", header + "1,0,1,5,central,-1,0,0,0\n",
      "2:17: error: RATE -1 needs a parameter \"R_central\" of the model"),
    Case(
      "no modelled duration", header + "1,0,1,5,central,-2,0,0,0\n",
      "2:17: error: RATE -2 needs a parameter \"D_central\" of the model"),
    Case("EVID 9", header + "1,0,9,5,1,0,0,0,0\n", "2:5: error: EVID 9 is unknown"),
    Case(
      "EVID 8", header + "1,0,8,5,1,0,0,0,0\n", "2:5: error: EVID 8 has a meaning in one dialect only",
      hint: "--dialect mrgsolve replaces the amount"),
    Case(
      "EVID 5", header + "1,0,5,5,1,0,0,0,0\n", "2:5: error: EVID 5 has a meaning in one dialect only",
      hint: "--dialect rxode2 replaces the amount"),
    Case("MDV", "TIME,MDV\n0,2\n", "2:3: error: MDV must be 0 or 1, not 2"),
    Case(
      "unknown column", "ID,TIME,wieght\n1,0,70\n",
      "1:9: error: column \"wieght\" is neither a dosing column nor a constant or input of the model",
      hint: "did you mean \"weight\"? --ignore wieght leaves it out"),
    Case(
      "computed column", "ID,TIME,Cp\n1,0,70\n",
      "1:9: error: column \"Cp\" names what the model computes: a column can set constants and inputs only"),
    Case("covariate without a value", "ID,TIME,weight\n1,0,.\n", "2:5: error: \"weight\" has no value for ID 1"),
    Case("column twice", "TIME,time\n1,0\n", "1:6: error: column \"time\" is not written in the case of \"TIME\""),
    Case("blank twice", "TIME, TIME\n1,0\n", "1:6: error: column \"TIME\" appears twice"),
    Case(
      "late change of a state", header + "1,0,3,5,1,0,0,0,0\n",
      "2:7: error: AMT must be 0 or empty in a reset (EVID 3)"),
  ]

  static func network(_ more: String = "") throws -> Network {
    try MammillaryModel(compartments: 2).network(more: "weight = 70; Cp := central/weight; " + more)
  }

  @Test(arguments: cases) func isExplained(_ bad: Case) throws {
    let message = DosingCheck.message(bad.table, try Self.network())
    #expect(message.hasPrefix("t.csv:" + bad.message), "\(message)")
    if let hint = bad.hint { #expect(message.hasSuffix("\n  " + hint), "\(message)") }
  }

  @Test func dialectsKnowTheirOwnRecordsOnly() throws {
    var reading = DosingOptions()
    for (dialect, code) in [(DosingDialect.nonmem, 8), (.nonmem, 5), (.mrgsolve, 5), (.mrgsolve, 6), (.rxode2, 8)] {
      reading.dialect = dialect
      let message = try DosingCheck.message(
        "TIME,EVID,AMT,CMT\n0,\(code),5,1\n", Self.network(), reading: reading)
      #expect(message.contains("EVID \(code) is unknown in the dialect \(dialect.rawValue)"))
    }
  }

  @Test func whatTheModelSaysOfADoseMustMakeSense() throws {
    func message(_ more: String, rate: String = "0") throws -> String {
      let network = try MammillaryModel(compartments: 2).network(hasSites: false, more: more)
      return DosingCheck.message("TIME,EVID,AMT,CMT,RATE\n0,1,5,central,\(rate)\n1,0,.,.,.\n", network)
    }
    #expect(
      try message("F_central = -0.5;").hasPrefix(
        "t.csv:2:5: error: \"F_central\" must be at least 0 for a dose, and it is -0.5"))
    #expect(
      try message("ALAG_central = -1;").hasPrefix(
        "t.csv:2:1: error: \"ALAG_central\" must be at least 0 for a dose, and it is -1.0"))
    #expect(
      try message("R_central = 0;", rate: "-1").hasPrefix(
        "t.csv:2:15: error: \"R_central\" must be above 0 for a dose, and it is 0.0"))
    #expect(
      try message("D_central = -2;", rate: "-2").hasPrefix(
        "t.csv:2:15: error: \"D_central\" must be above 0 for a dose, and it is -2.0"))
    #expect(try message("F_central := central;").contains("\"F_central\" depends on the model's states"))
    #expect(
      try message("F_central = 1; F2 = 0.5;").hasPrefix(
        "error: both \"F_central\" and \"F2\" would count for doses into \"central\""))
    #expect(
      try message("lag_central = 1; ALAG_central = 0.5;").hasPrefix(
        "error: both \"ALAG_central\" and \"lag_central\" would count"))
  }

  @Test func columnsAreIgnoredOnRequest() throws {
    var reading = DosingOptions()
    reading.ignored = ["STUDY"]
    let course = try DosingCheck.course(
      "ID,TIME,EVID,STUDY\n1,0,0,x-7\n1,1,0,x-7\n", Self.network(), reading: reading)
    #expect(course.lines.count == 2)
    reading.ignored = ["STUDI"]
    #expect(
      try DosingCheck.message("ID,TIME,STUDY\n1,0,x\n", Self.network(), reading: reading)
        == "error: there is no column \"STUDI\" to ignore\n  did you mean \"STUDY\"?")
  }

  @Test func theWholeMessage() throws {
    #expect(
      try DosingCheck.message(Self.header + "1,0,1,100,centrl,0,0,0,0\n", Self.network()) == """
        t.csv:2:11: error: unknown compartment "centrl"
          1,0,1,100,centrl,0,0,0,0
                    ^^^^^^
          did you mean "central"?
        """)
  }

  /// The absorption at equilibrium at all times, with the weight as its stoichiometry.
  private func fastNetwork() throws -> Network {
    var network = try MammillaryModel(compartments: 1).network(more: "weight = 1; var free = 1;")
    let absorption = try #require(network.reactions.firstIndex { $0.id == "absorption" })
    network.reactions[absorption].isFast = true
    network.reactions[absorption].products = [.init("central", .symbol("weight"))]
    return network
  }

  @Test func amountsThatFastReactionsMove() throws {
    for kind in ["8", "6"] {
      let table = Self.dose + "1,2,\(kind),5,central,0,0,0,0\n"
      var reading = DosingOptions()
      reading.dialect = kind == "8" ? .mrgsolve : .rxode2
      #expect(
        try DosingCheck.message(table, fastNetwork(), reading: reading)
          .hasPrefix("t.csv:3:5: error: \"central\" can take doses only: the fast reaction \"absorption\" moves it\n"))
    }
  }

  @Test func columnsThatFastReactionsCountWith() throws {
    let table = "TIME,EVID,AMT,CMT,weight\n0,1,100,central,1\n2,0,.,.,2\n"
    #expect(
      try DosingCheck.message(table, fastNetwork())
        .contains("\"weight\" cannot be changed from outside: the fast reaction \"absorption\" counts with it"))
    let same = table.replacing("2\n", with: "1\n")
    #expect(try DosingCheck.message(same, fastNetwork()) == "no error")
  }
}
