namespace BackOffice.Core.Workflows.Asl;

/// <summary>An expression that public validators accept and that this engine does not evaluate. Never leaves the reader.</summary>
internal sealed class NotRunHere(string message) : FormatException(message);
