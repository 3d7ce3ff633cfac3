using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>Adds a note to an order through the command that people use; the body is <c>{"order": "GC-…", "text": "…"}</c>, which a transformer makes.</summary>
internal sealed class OrderNoteSender(IOrderCommands orders) : IDestinationSender
{
    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new List<SendOutcome>(parcels.Count);
        foreach (var parcel in parcels)
            outcomes.Add(await NoteAsync(parcel, cancellationToken).ConfigureAwait(false));
        return outcomes;
    }

    private async Task<SendOutcome> NoteAsync(Parcel parcel, CancellationToken cancellationToken)
    {
        if (Read(parcel.Body) is not var (order, text))
            return new SendFailed("Input.Unusable", "A note needs an object with the texts order and text: let the rule's transformer make it.", MayPass: false);
        var actor = new Actor("system:rule/" + parcel.Rule, $"Rule {parcel.Rule}", ActorKind.System, [Permission.NotesWrite]);
        var id = "rule-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parcel.Once)))[..40];
        var added = await orders.AddNoteAsync(new AddNote(new OrderId(order), id, text, Pinned: false), actor, cancellationToken).ConfigureAwait(false);
        return added.Error switch
        {
            null => new SendDone(null, added.Value.Repeated ? "The note was there already." : "The note is on the order."),
            Unavailable or Conflict => new SendFailed("Note.Unavailable", added.Error.Message, MayPass: true),
            var error => new SendFailed("Note.Refused", error.Message, MayPass: false),
        };
    }

    /// <summary>The order and the note that a body names; null when it is no note.</summary>
    internal static (string Order, string Text)? Read(ReadOnlyMemory<byte> json)
    {
        using var body = JsonDocument.Parse(json);
        return Member(body.RootElement, "order") is { Length: > 0 } order && Member(body.RootElement, "text") is { Length: > 0 } text ? (order, text) : null;
    }

    private static string? Member(JsonElement root, string name) =>
        root.ValueKind is JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
