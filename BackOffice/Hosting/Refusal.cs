using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Errors that were found while composing, told together with those of every other validator.</summary>
internal sealed class Refusal<T>(IReadOnlyList<string> reasons) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options) => ValidateOptionsResult.Fail(reasons);
}
