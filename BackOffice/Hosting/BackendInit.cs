using BackOffice.Core.Backends.Aws;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Common;
using Microsoft.Extensions.Options;

namespace BackOffice.Hosting;

/// <summary>Makes what a backend needs before the first start. May be run again: what is there already stays.</summary>
internal static class BackendInit
{
    /// <exception cref="OptionsValidationException">Settings are wrong.</exception>
    public static async Task<int> RunAsync(ServerSettings settings, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, EnvironmentName = settings.Environment });
        builder.Configuration.AddInMemoryCollection(settings.Overrides);
        var backend = builder.Configuration.GetSection(BackendOptions.Section).Get<BackendOptions>() ?? new();
        var aws = BackendSetup.ReadAws(builder.Configuration);
        string[] wrong = [.. new BackendOptions.Validator().Validate(null, backend).Failures ?? [], .. aws?.Validate() ?? []];
        if (wrong.Length > 0)
            throw new OptionsValidationException(BackendOptions.Section, typeof(BackendOptions), wrong);
        if (aws is null)
        {
            await output.WriteLineAsync("The embedded backend needs nothing: its data folder is made at the first start.");
            return ExitCodes.Success;
        }

        try
        {
            using var client = DynamoClient.Create(aws);
            var made = await new DynamoSetup(client, new DynamoStoreOptions { Table = aws.Table }, TimeProvider.System).RunAsync(cancellationToken);
            await (made.IsSuccess ? output : errors).WriteLineAsync(
                made.Match(isNew => isNew ? $"The table {aws.Table} was made, with its indexes." : $"The table {aws.Table} is as it should be.", error => error.Message));
            return made.IsSuccess ? ExitCodes.Success : ExitCodes.Refused;
        }
        catch (StoreOutage outage)
        {
            await errors.WriteLineAsync($"DynamoDB cannot be used: {outage.InnerException?.Message ?? outage.Message}");
            return ExitCodes.Failure;
        }
    }
}
