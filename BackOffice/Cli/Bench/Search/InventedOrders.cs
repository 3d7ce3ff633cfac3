using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Cli.Bench.Search;

/// <summary>Orders of five years as a shop has them: few customers buy much, few cities sell most, nearly all orders are done. The same number gives the same order for ever.</summary>
/// <param name="count">How many there are; their times and customers depend on it.</param>
internal sealed class InventedOrders(int count)
{
    private const string Syllables = "ba be bi bo bra bre ca ce co da de di do fa fe fi fo ga ge gi la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi vo";
    private static readonly string[] s_syllables = Syllables.Split(' ');
    private static readonly DateTimeOffset s_first = new(2021, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_span = TimeSpan.FromDays(5 * 365);

    private static readonly string[] s_cities =
    [
        "New York", "São Paulo", "Chicago", "Boston", "Miami", "Rio de Janeiro", "Los Angeles", "San Francisco", "Washington", "Belo Horizonte", "Curitiba", "Atlanta", "Porto Alegre",
        "Seattle", "Brasília", "Salvador", "Recife", "Denver", "Austin", "Fortaleza", "Campinas", "Portland", "Florianópolis", "Vitória", "Goiânia", "Natal",
    ];

    private static readonly string[] s_errors =
        [ErrorCodes.CardDeclined, ErrorCodes.CardDeclined, ErrorCodes.CardInsufficientFunds, ErrorCodes.GatewayUnavailable, ErrorCodes.CardExpired, ErrorCodes.VoucherRefused, ErrorCodes.AddressRefused];

    public OrderHead this[int number]
    {
        get
        {
            var dice = new Dice(number);
            var placed = s_first + (s_span * (((double)number + dice.Next()) / count));
            var headline = HeadlineOf(dice.Next());
            var customer = CustomerOf((int)(Math.Max(1, count / 4) * Math.Pow(dice.Next(), 2.5)));
            var city = s_cities[(int)(s_cities.Length * Math.Pow(dice.Next(), 2))];
            var unit = Array.IndexOf(s_cities, city) % 3 == 1 ? "BRL" : "USD";
            var price = new Money((long)(9 + (Math.Pow(dice.Next(), 3) * 400)) * 100, unit);
            var quantity = 1 + (int)(4 * Math.Pow(dice.Next(), 2));
            var path = placed > s_first + (s_span * 0.6) && dice.Next() < 0.7 ? OrderPath.Instant : OrderPath.Batch;
            var step = headline is Headline.Failed or Headline.Retrying or Headline.Unknown or Headline.Stuck or Headline.Running or Headline.Held
                ? StepNames.All[(int)(StepNames.All.Count * dice.Next())] : StepNames.NotifyCustomer;
            var error = headline is Headline.Failed or Headline.Retrying ? s_errors[(int)(s_errors.Length * dice.Next())] : headline is Headline.Unknown ? ErrorCodes.EffectUnknown : null;
            var id = IdOf(number);
            return new OrderHead
            {
                Id = id,
                Version = 1,
                Kind = OrderKind.DealVoucher,
                Brand = "gilt-city",
                PlacedAt = placed,
                ChangedAt = placed + TimeSpan.FromSeconds(4 + (dice.Next() * 2_000)),
                Customer = customer,
                Lines = [new OrderLine { LineId = 1, City = city, OfferId = "OFFER-" + (int)(2_000 * dice.Next()), UnitId = "u-1", Title = "An invented evening", Quantity = quantity, UnitPrice = price }],
                Tenders = [new Tender { TenderId = 1, Kind = TenderKind.Card, Amount = price * quantity, Token = "tok_ok", Brand = "visa", Last4 = Digits((int)(10_000 * dice.Next()), 4), AuthorisationId = Text("auth_", number), CaptureId = Text("cap_", number) }],
                Headline = headline,
                Workflow = headline is Headline.Done ? WorkflowStatus.Done : WorkflowStatus.Failed,
                Step = new CurrentStep(step, error is null ? StepStatus.Done : StepStatus.Failed, 1, error, null, placed),
                Route = new Core.Orders.Route { Path = path, Execution = path is OrderPath.Instant ? id + "-1" : null },
                Variant = new VariantDecision { Flag = "city_orders_instant_processing", Variant = path is OrderPath.Instant ? "on" : "off", Bucket = number % 10_000, Dial = 7_000, PolicyVersion = 3, Reason = VariantReason.Dial },
                VouchersIssued = headline is Headline.Done ? quantity : 0,
                Intake = new IntakeStamp("bench", Text("order-", number), "0000000000000000000000000000000000000000000000000000000000000000"),
                DueAt = placed.AddMinutes(50),
            };
        }
    }

    /// <summary>The order as one change set, with every key that it has at the end of its way.</summary>
    public static ChangeSet Place(OrderHead order)
    {
        List<LookupKey> keys = [.. KeyNormaliser.KeysOf(order.Customer), .. KeyNormaliser.KeysOf(order.Tenders), new(KeyClasses.Idempotency, OrderKeys.IdempotencyValue(order.Intake.ClientId, order.Intake.Key), Unique: true)];
        if (order.Route.Execution is { } execution)
            keys.Add(new LookupKey(KeyClasses.Execution, execution));
        foreach (var tender in order.Tenders)
        {
            keys.Add(new LookupKey(KeyClasses.GatewayReference, tender.AuthorisationId!));
            keys.Add(new LookupKey(KeyClasses.GatewayReference, tender.CaptureId!));
        }

        for (var unit = 0; unit < order.VouchersIssued; unit++)
            keys.Add(new LookupKey(KeyClasses.VoucherLast4, order.Id.Value[^3..] + Crockford.Digits[unit]));
        return new ChangeSet
        {
            Subject = order.Subject,
            ExpectedVersion = 0,
            Head = JsonSerializer.SerializeToUtf8Bytes(order, StoreJson.Default.OrderHead),
            Index = OrderIndex.Of(order),
            AddKeys = keys,
            Counters = OrderCounters.Deltas(null, order),
        };
    }

    private static Headline HeadlineOf(double at) => at switch
    {
        < 0.955 => Headline.Done,
        < 0.970 => Headline.Refunded,
        < 0.980 => Headline.Cancelled,
        < 0.990 => Headline.Failed,
        < 0.993 => Headline.Held,
        < 0.995 => Headline.Retrying,
        < 0.997 => Headline.Queued,
        < 0.999 => Headline.Running,
        < 0.9995 => Headline.Unknown,
        _ => Headline.Stuck,
    };

    private static Customer CustomerOf(int number)
    {
        var dice = new Dice(~number);
        var given = Word((int)(400 * Math.Pow(dice.Next(), 2)), 2);
        var family = Word(1_000 + (int)(60_000 * Math.Pow(dice.Next(), 1.5)), 3);
        return new Customer
        {
            Name = given + " " + family,
            Email = string.Create(CultureInfo.InvariantCulture, $"{given}.{family}{number}@example.test").ToLowerInvariant(),
            Phone = "+1 555 " + Digits((int)(10_000_000 * dice.Next()), 7),
            UserGuid = Text("user-", number),
        };
    }

    /// <summary>The number in syllables, with a capital: every number another word of at least so many.</summary>
    private static string Word(int number, int syllables)
    {
        var word = "";
        for (var rest = number; rest > 0 || syllables > 0; rest /= s_syllables.Length, syllables--)
            word += s_syllables[rest % s_syllables.Length];
        return char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static OrderId IdOf(int number)
    {
        Span<char> digits = stackalloc char[8];
        var scattered = (ulong)number * 0x9E3779B97F4A7C15UL >> 24;
        for (var i = 7; i >= 0; i--, scattered /= 32)
            digits[i] = Crockford.Digits[(int)(scattered % 32)];
        return new OrderId($"GC-{digits[..4]}-{digits[4..]}");
    }

    private static string Digits(int number, int length) => number.ToString(CultureInfo.InvariantCulture).PadLeft(length, '0');

    private static string Text(string prefix, int number) => prefix + Digits(number, 9);

    /// <summary>SplitMix64: numbers that depend on the seed alone, on every platform and version.</summary>
    private struct Dice(int seed)
    {
        private ulong _state = (ulong)(uint)seed * 0xD1342543DE82EF95UL + 1;

        /// <summary>0 to less than 1.</summary>
        public double Next()
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
