using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Core.Samples;

/// <summary>Invents sample orders: the same number gives the same order for ever, on every machine.</summary>
public static class SampleOrders
{
    /// <summary>Whose keys they are, which no client of the API can have: what tells a sample from an order.</summary>
    public const string ClientId = "samples";

    /// <summary>Their channel.</summary>
    public const string Channel = "sample";

    private static readonly string[] s_given =
        ["Alma", "Bento", "Cora", "Dario", "Elin", "Fausto", "Greta", "Heitor", "Iris", "Jonas", "Kaya", "Levi", "Mira", "Nuno", "Odile", "Paulo", "Quincy", "Rosa", "Silas", "Talita"];

    private static readonly string[] s_family =
        ["Aldermoor", "Brambleby", "Carvalhal", "Dunwater", "Elmsworth", "Fernhollow", "Graymere", "Hollowell", "Ibarro", "Jessamy", "Kestrelton", "Larkwell", "Mossgrave", "Nettlefold", "Oakhampton", "Pinhalto", "Quillfeather", "Ravensby", "Serrano-Vale", "Thistlewood"];

    private static readonly (string City, string Unit)[] s_cities =
        [("New York", "USD"), ("Boston", "USD"), ("Chicago", "USD"), ("São Paulo", "BRL"), ("Miami", "USD"), ("Rio de Janeiro", "BRL"), ("Seattle", "USD"), ("Curitiba", "BRL")];

    private static readonly (string Offer, string Title, int Price)[] s_offers =
        [("HARBOUR", "Harbour sail for two", 89), ("TASTING", "Tasting menu, seven courses", 145), ("SPA", "Spa day with massage", 120), ("ROOFTOP", "Rooftop cinema", 24), ("POTTERY", "Pottery evening", 55), ("BALLOON", "Balloon ride at dawn", 210), ("JAZZ", "Jazz cellar, table for four", 76), ("BRUNCH", "Sunday brunch", 38)];

    /// <summary>True for an order of ours, whatever it says of itself.</summary>
    public static bool IsSample(OrderHead order) => order.Intake.ClientId == ClientId;

    /// <summary>The command that places sample order so many, counted from 1.</summary>
    internal static PlaceOrder Place(int number)
    {
        var key = "sample-" + number.ToString("D6", CultureInfo.InvariantCulture);
        return new PlaceOrder(Make(number, key), ClientId, key, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
    }

    private static OrderRequest Make(int number, string key)
    {
        var dice = new Dice(number);
        var mishap = MishapOf(number, ref dice);
        var customer = (int)(500 * Math.Pow(dice.Next(), 1.6));
        var (city, unit) = s_cities[(int)(s_cities.Length * Math.Pow(dice.Next(), 1.5))];
        var (offer, title, price) = s_offers[(int)(s_offers.Length * dice.Next())];
        var quantity = 1 + (int)(3 * Math.Pow(dice.Next(), 1.5));
        var unitPrice = new Money(price * 100L * (unit == "BRL" ? 3 : 1), unit);
        var zero = Money.Zero(unit);
        return new OrderRequest
        {
            Kind = OrderKind.DealVoucher,
            Brand = "gilt-city",
            Channel = Channel,
            Locale = unit == "BRL" ? "pt-BR" : "en-US",
            ExternalRefs = [new ExternalReference("sample", key)],
            Customer = CustomerOf(customer, mishap.MailTag),
            Lines = [new OrderLine { LineId = 1, City = city, OfferId = mishap.OfferPrefix + offer, UnitId = "adult", Title = title, Quantity = quantity, UnitPrice = unitPrice }],
            Tenders =
            [
                new Tender
                {
                    TenderId = 1, Kind = TenderKind.Card, Token = mishap.Token, Brand = dice.Next() < 0.6 ? "visa" : "mastercard",
                    Last4 = ((int)(10_000 * dice.Next())).ToString("D4", CultureInfo.InvariantCulture), Amount = unitPrice * quantity,
                    Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero,
                },
            ],
        };
    }

    /// <summary>Every sixteenth order meets the next of all mishaps, one in sixteen of the rest a usual one: most orders go well.</summary>
    private static SampleMishap MishapOf(int number, ref Dice dice)
    {
        var luck = dice.Next();
        if (number % 16 == 5)
            return SampleMishaps.All[number / 16 % SampleMishaps.All.Count];
        return luck < 1 / 16.0 ? SampleMishaps.Usual[(int)(luck * 16 * SampleMishaps.Usual.Count)] : SampleMishap.None;
    }

    private static Customer CustomerOf(int number, string tag)
    {
        var dice = new Dice(~number);
        var given = s_given[(int)(s_given.Length * dice.Next())];
        var family = s_family[(int)(s_family.Length * dice.Next())];
        return new Customer
        {
            UserGuid = "sample-" + number.ToString("D4", CultureInfo.InvariantCulture),
            Name = given + " " + family,
            Email = string.Create(CultureInfo.InvariantCulture, $"{given}.{family}{number}{tag}@example.test").ToLowerInvariant(),
            Phone = "+1 555 01" + ((int)(100_000 * dice.Next())).ToString("D5", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>SplitMix64: numbers that depend on the seed alone, on every platform and version.</summary>
    private struct Dice(int seed)
    {
        private ulong _state = ((ulong)(uint)seed * 0xD1342543DE82EF95UL) + 1;

        /// <summary>0 to less than 1.</summary>
        public double Next()
        {
            _state += 0x9E3779B97F4A7C15UL;
            var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
