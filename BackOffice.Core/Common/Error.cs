namespace BackOffice.Core.Common;

/// <summary>An expected outcome that is not success. Exceptions are for bugs and outages.</summary>
/// <param name="Code">Stable, for programs: <c>order.not-found</c>.</param>
/// <param name="Said">For people: what, and what to do next. Never personal data.</param>
public abstract record Error(string Code, Sentence Said)
{
    /// <summary>What is said, in English.</summary>
    public string Message => Said.ToString();
}

/// <summary>The thing asked for does not exist.</summary>
public sealed record NotFound(string Code, Sentence Said) : Error(Code, Said);

/// <summary>The actor lacks a permission; the page names it and says who has it.</summary>
public sealed record Forbidden(string Permission, Sentence Said) : Error("forbidden", Said);

/// <summary>Somebody was faster. <paramref name="By"/> and <paramref name="At"/> say who and when, where known.</summary>
public sealed record Conflict(string Code, Sentence Said, string? By = null, DateTimeOffset? At = null) : Error(Code, Said);

/// <summary>The request is wrong; every wrong field is named.</summary>
public sealed record Invalid(IReadOnlyList<FieldError> Fields)
    : Error("invalid", Fields.Count == 1 ? (Sentence)$"{Fields[0].Field}: {Fields[0].Said}" : (Sentence)$"{Fields.Count} fields are wrong.")
{
    public Invalid(string field, Sentence said) : this([new FieldError(field, said)])
    {
    }
}

/// <summary>One wrong field: a JSON pointer or a form field's name, and what is wrong with it.</summary>
public sealed record FieldError(string Field, Sentence Said)
{
    /// <summary>What is said, in English.</summary>
    public string Message => Said.ToString();
}

/// <summary>Something needed does not answer now.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Said">For people.</param>
/// <param name="Retryable">True when the same request may succeed later.</param>
public sealed record Unavailable(string Code, Sentence Said, bool Retryable = true) : Error(Code, Said);

/// <summary>Too often in too short a time.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">For people.</param>
/// <param name="RetryAfter">How long to wait.</param>
public sealed record Throttled(string Code, string Message, TimeSpan RetryAfter) : Error(Code, Message);

/// <summary>Understood, permitted, and refused by a rule of the business or by a gateway.</summary>
public sealed record Rejected(string Code, Sentence Said) : Error(Code, Said);
