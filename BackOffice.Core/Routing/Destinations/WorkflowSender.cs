using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>Starts an execution whose name is made of the parcel: a second try finds it started.</summary>
internal sealed class WorkflowSender(string definition, IWorkflows workflows) : IDestinationSender
{
    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new List<SendOutcome>(parcels.Count);
        foreach (var parcel in parcels)
        {
            var name = NameOf(parcel);
            var started = await workflows.StartAsync(definition, name, Encoding.UTF8.GetString(parcel.Body.Span), cancellationToken).ConfigureAwait(false);
            outcomes.Add(started.Error switch
            {
                null => new SendDone(null, $"Execution {name} was started."),
                Conflict { Code: "ExecutionAlreadyExists" } => new SendDone(null, $"Execution {name} was started before."),
                Unavailable down => new SendFailed("Workflow.Unavailable", down.Message, MayPass: true),
                var error => new SendFailed("Workflow." + error.Code, error.Message, MayPass: false),
            });
        }

        return outcomes;
    }

    /// <summary>Never the name of an order's execution, which ends in a dash and a number.</summary>
    private static string NameOf(Parcel parcel) => $"event-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parcel.Once)))[..40]}-r";
}
