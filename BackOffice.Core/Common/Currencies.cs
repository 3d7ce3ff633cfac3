using System.Collections.Frozen;

namespace BackOffice.Core.Common;

/// <summary>The units an amount may have, with the digits of their minor unit (ISO 4217, table A.1, without funds and metals).</summary>
public static class Currencies
{
    private static readonly FrozenDictionary<string, int> s_digits = Build();

    /// <summary>True for an ISO 4217 currency in circulation and for MILES; case matters.</summary>
    public static bool IsKnown(string unit) => s_digits.ContainsKey(unit);

    /// <summary>Digits after the decimal point; 2 for a unit that is not known.</summary>
    public static int MinorDigits(string unit) => s_digits.GetValueOrDefault(unit, 2);

    private static FrozenDictionary<string, int> Build()
    {
        const string two =
            "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK " +
            "DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW " +
            "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN " +
            "PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD " +
            "TWD TZS UAH USD UYU UZS VED VES WST XCD YER ZAR ZMW ZWG";
        const string none = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF " + Money.Miles;
        const string three = "BHD IQD JOD KWD LYD OMR TND";
        return two.Split(' ').Select(unit => (unit, digits: 2))
            .Concat(none.Split(' ').Select(unit => (unit, digits: 0)))
            .Concat(three.Split(' ').Select(unit => (unit, digits: 3)))
            .ToFrozenDictionary(pair => pair.unit, pair => pair.digits, StringComparer.Ordinal);
    }
}
