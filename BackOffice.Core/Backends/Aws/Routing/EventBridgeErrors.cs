using Amazon.EventBridge;
using Amazon.Runtime;
using BackOffice.Core.Common;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>What EventBridge said, in our words; the one place that knows its codes (Amazon EventBridge API Reference, Common Errors).</summary>
internal static class EventBridgeErrors
{
    /// <summary>Codes of calls and of entries that may succeed when they are made again.</summary>
    private static readonly string[] s_passing =
        ["ThrottlingException", "ThrottledException", "RequestLimitExceeded", "TooManyRequests", "InternalFailure", "InternalException", "ServiceUnavailable", "ConcurrentModificationException"];

    public static bool MayPass(string? code) => code is not null && s_passing.Any(known => code.StartsWith(known, StringComparison.Ordinal));

    public static bool IsThrottled(string? code) => code is not null && (code.StartsWith("Throttl", StringComparison.Ordinal) || code is "RequestLimitExceeded" or "TooManyRequests");

    /// <summary>Null for an exception that is no outcome of a call: it is a bug, or the caller's own cancellation.</summary>
    public static Error? Of(Exception failure, CancellationToken cancellationToken) => failure switch
    {
        OperationCanceledException when cancellationToken.IsCancellationRequested => null,
        AmazonEventBridgeException { ErrorCode: "ResourceNotFoundException" } e => new NotFound("ResourceNotFoundException", e.Message),
        AmazonEventBridgeException { ErrorCode: "InvalidEventPatternException" } e => new Invalid("pattern", e.Message),
        AmazonEventBridgeException { ErrorCode: "LimitExceededException" or "ValidationException" or "ManagedRuleException" } e => new Rejected(e.ErrorCode, e.Message),
        AmazonUnmarshallingException => new Unavailable("bus.unreachable", "EventBridge's answer broke off. We try again."),
        AmazonServiceException e when MayPass(e.ErrorCode) || (int)e.StatusCode is 0 or >= 500 => new Unavailable("bus.unavailable", $"EventBridge does not do it now ({e.ErrorCode ?? "no answer"}). We try again."),
        AmazonServiceException e => new Unavailable("bus.refused", $"EventBridge refuses this program: {e.ErrorCode}. Check its credentials and permissions.", Retryable: false),
        AmazonClientException or HttpRequestException or IOException or TimeoutException or OperationCanceledException => new Unavailable("bus.unreachable", "EventBridge did not answer. We try again."),
        _ => null,
    };

    /// <summary>Makes a call; its refusals and outages are errors.</summary>
    public static async Task<Result<T>> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (Of(failure, cancellationToken) is { } error)
        {
            return error;
        }
    }
}
