using BackOffice.Core.Common;

namespace BackOffice.Core.Orders;

/// <summary>The keys an order is found by from the moment it is placed. Personal ones are erased with the order.</summary>
public static class OrderKeys
{
    public static void Add(OrderDraft draft)
    {
        var head = draft.Head;
        foreach (var key in KeyNormaliser.KeysOf(head.Customer).Concat(KeyNormaliser.KeysOf(head.ExternalRefs)).Concat(KeyNormaliser.KeysOf(head.Tenders)))
            draft.AddKey(key.Class, key.Value, key.Unique);
        draft.AddKey(KeyClasses.Idempotency, IdempotencyValue(head.Intake.ClientId, head.Intake.Key), unique: true);
    }

    public static string IdempotencyValue(string clientId, string key) => clientId + "|" + key;
}
