package struct Graph: Sendable { package init() {} }
