using System.Text.RegularExpressions;

namespace BackOffice.Core.Backends.Aws;

/// <summary>Section <c>Aws</c>: where DynamoDB is. Credentials come from the SDK's own chain: environment, profile, role of the machine.</summary>
public sealed partial record AwsOptions
{
    public const string Section = "Aws";

    /// <summary><c>us-east-1</c>; needed unless <see cref="ServiceUrl"/> is DynamoDB Local.</summary>
    public string? Region { get; init; }

    /// <summary>An endpoint instead of the region's own: DynamoDB Local on this machine, or a VPC endpoint over https.</summary>
    public string? ServiceUrl { get; init; }

    public string Table { get; init; } = "backoffice";

    /// <summary>True when nothing leaves this machine.</summary>
    public bool IsLoopback => Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var url) && url.IsLoopback;

    /// <summary>What is wrong, each with its key.</summary>
    public IEnumerable<string> Validate()
    {
        if (!TableForm().IsMatch(Table))
            yield return $"{Section}:Table: '{Table}' is no name of a table: 3 to 255 of a-z, A-Z, 0-9, _, - and the point.";
        if (Region is { Length: > 0 } region && !RegionForm().IsMatch(region))
            yield return $"{Section}:Region: '{region}' is no region; us-east-1 is one.";
        if (string.IsNullOrEmpty(Region) && !IsLoopback)
            yield return $"{Section}:Region is needed; only an {Section}:ServiceUrl on this machine does without.";
        if (string.IsNullOrEmpty(ServiceUrl))
            yield break;
        if (!Uri.TryCreate(ServiceUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            yield return $"{Section}:ServiceUrl: '{ServiceUrl}' is no http or https address.";
        else if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            yield return $"{Section}:ServiceUrl: {ServiceUrl} would send orders over the network in clear. Use https, or a loopback address.";
        else if (url.PathAndQuery is not "/" || url.UserInfo.Length > 0)
            yield return $"{Section}:ServiceUrl: scheme, host and port are all that it may have.";
    }

    [GeneratedRegex("^[a-zA-Z0-9_.-]{3,255}$", RegexOptions.CultureInvariant)]
    private static partial Regex TableForm();

    [GeneratedRegex("^[a-z]{2,3}(-[a-z]+)+-[0-9]{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex RegionForm();
}
