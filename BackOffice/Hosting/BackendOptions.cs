using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Section <c>Backend</c>: where orders and executions live. Text, so that a wrong word is one error among all.</summary>
public sealed record BackendOptions
{
    public const string Section = "Backend";

    public const string Embedded = "Embedded";

    public string Store { get; set; } = Embedded;

    public string Workflows { get; set; } = Embedded;

    public bool IsEmbedded => Store == Embedded && Workflows == Embedded;

    internal sealed class Validator : IValidateOptions<BackendOptions>
    {
        public ValidateOptionsResult Validate(string? name, BackendOptions options)
        {
            var errors = new List<string>();
            Check("Store", options.Store);
            Check("Workflows", options.Workflows);
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

            void Check(string key, string value)
            {
                if (value == "Aws")
                    errors.Add($"{Section}:{key}: Aws is not part of this version; set Embedded.");
                else if (value != Embedded)
                    errors.Add($"{Section}:{key}: '{value}' is not a backend; set Embedded.");
            }
        }
    }
}
