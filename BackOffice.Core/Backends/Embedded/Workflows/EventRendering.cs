using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Interpreter;

namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Events as AWS shows them (API reference, "HistoryEvent"): details by their member's name, with its own members.</summary>
internal static class EventRendering
{
    public static HistoryEvent Render(WorkflowEvent e)
    {
        var name = DetailsName(e.Type);
        return new HistoryEvent(e.Id, e.PreviousId, e.Type.ToString(), e.At, name, name is null ? null : Details(e));
    }

    private static string? DetailsName(EventType type)
    {
        if (type is EventType.ParallelStateStarted or EventType.ParallelStateSucceeded or EventType.ParallelStateFailed
            or EventType.MapStateSucceeded or EventType.MapStateFailed or EventType.LambdaFunctionStarted
            or EventType.TaskStateAborted or EventType.WaitStateAborted or EventType.ParallelStateAborted or EventType.MapStateAborted)
            return null;
        var name = type.ToString();
        if (name.EndsWith("StateEntered", StringComparison.Ordinal))
            return "stateEnteredEventDetails";
        if (name.EndsWith("StateExited", StringComparison.Ordinal))
            return "stateExitedEventDetails";
        return char.ToLowerInvariant(name[0]) + name[1..] + "EventDetails";
    }

    private static string Details(WorkflowEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var detail in e.Details)
            {
                var name = FieldName(detail.Field);
                if (detail.Text is null)
                    writer.WriteNumber(name, detail.Number);
                else if (detail.Field == EventField.AssignedVariables)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(detail.Text);
                }
                else
                    writer.WriteString(name, detail.Text);

                // Nothing is ever cut off here, and AWS says so with each payload.
                if (detail.Field is EventField.Input or EventField.Output or EventField.AssignedVariables)
                {
                    writer.WriteStartObject(name + "Details");
                    writer.WriteBoolean("truncated", false);
                    writer.WriteEndObject();
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string FieldName(EventField field) => field switch
    {
        EventField.Input => "input",
        EventField.Output => "output",
        EventField.Name => "name",
        EventField.Resource => "resource",
        EventField.Error => "error",
        EventField.Cause => "cause",
        EventField.WorkerName => "workerName",
        EventField.TimeoutInSeconds => "timeoutInSeconds",
        EventField.HeartbeatInSeconds => "heartbeatInSeconds",
        EventField.RoleArn => "roleArn",
        EventField.RedriveCount => "redriveCount",
        EventField.AssignedVariables => "assignedVariables",
        EventField.Length => "length",
        EventField.Index => "index",
        EventField.Parameters => "parameters",
        EventField.Region => "region",
        EventField.ResourceType => "resourceType",
    };
}
