using System.Text.RegularExpressions;

namespace BackOffice.Core.Orders.Intake;

/// <summary>What a text must look like, and how that is said to a person.</summary>
/// <param name="MaxLength">Code points.</param>
/// <param name="Pattern">The schema's pattern; null when any text will do.</param>
/// <param name="Message">What it must be, beginning with "must".</param>
internal sealed record TextRule(int MaxLength, Regex? Pattern, string Message);
