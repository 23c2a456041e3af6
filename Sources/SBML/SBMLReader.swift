/// Reads models in the Systems Biology Markup Language through libSBML, which is loaded when it is asked for.
package enum SBMLReader {}
