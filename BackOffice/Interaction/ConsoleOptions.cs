using Microsoft.Extensions.Options;

namespace BackOffice.Interaction;

/// <summary>Section <c>Console</c>: what the console allows one person.</summary>
public sealed record ConsoleOptions
{
    public const string Section = "Console";

    /// <summary>Pages that one person may have open and connected at once, in all browsers together: each is a circuit that holds memory.</summary>
    public int CircuitsPerPerson { get; set; } = 20;

    internal sealed class Validator : IValidateOptions<ConsoleOptions>
    {
        public ValidateOptionsResult Validate(string? name, ConsoleOptions options) => options.CircuitsPerPerson is >= 1 and <= 10_000
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{Section}:{nameof(CircuitsPerPerson)}: between 1 and 10000.");
    }
}
