using Amazon.Runtime;

namespace Amazon.EventBridge.Model;

/// <summary>1 to 10 entries, together at most 256 KB; each is taken or refused for itself.</summary>
internal sealed class PutEventsRequest : AmazonWebServiceRequest
{
    public List<PutEventsRequestEntry>? Entries { get; set; }
}

internal sealed class PutEventsRequestEntry
{
    public DateTime? Time { get; set; }

    public string? Source { get; set; }

    public List<string>? Resources { get; set; }

    public string? DetailType { get; set; }

    public string? Detail { get; set; }

    public string? EventBusName { get; set; }
}

internal sealed class PutEventsResponse : AmazonWebServiceResponse
{
    public int? FailedEntryCount { get; set; }

    /// <summary>In the order of the request.</summary>
    public List<PutEventsResultEntry>? Entries { get; set; }
}

internal sealed class PutEventsResultEntry
{
    public string? EventId { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }
}
