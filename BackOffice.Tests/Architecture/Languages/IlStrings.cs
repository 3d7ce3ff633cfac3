using System.Reflection;
using System.Reflection.Emit;

namespace BackOffice.Tests.Architecture.Languages;

/// <summary>Every string literal of a type's compiled methods, with what takes it: markup, attributes and code of a component alike.</summary>
internal static class IlStrings
{
    private static readonly Dictionary<int, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Of the type, its lambdas and its state machines.</summary>
    public static IEnumerable<IlString> Of(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(all).Cast<MethodBase>().Concat(type.GetConstructors(all));
        var nested = type.GetNestedTypes(BindingFlags.NonPublic).Where(inner => inner.Name.Contains('<', StringComparison.Ordinal));
        return methods.SelectMany(Of).Concat(nested.SelectMany(Of));
    }

    /// <summary>Of what runs once, when the type is first used; its lambdas run later.</summary>
    public static IEnumerable<IlString> OfInitializer(Type type) => type.TypeInitializer is { } initializer ? Of(initializer) : [];

    private static IEnumerable<IlString> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
            return [];
        var steps = Read(il);
        var at = steps.Select((step, index) => (step.At, index)).ToDictionary(pair => pair.At, pair => pair.index);
        return steps.Select((step, index) => (step, index)).Where(pair => pair.step.Code == OpCodes.Ldstr)
            .Select(pair => new IlString(method.Module.ResolveString(pair.step.Operand), Before(pair.index), TakerOf(pair.index)));

        string? Before(int index) => index > 0 && steps[index - 1].Code == OpCodes.Ldstr ? method.Module.ResolveString(steps[index - 1].Operand) : null;

        // The next call on the way: over a jump out of one arm of a choice, too.
        MethodBase? TakerOf(int index)
        {
            for (var next = index + 1; next < steps.Count;)
            {
                var step = steps[next];
                if (step.Code.FlowControl is FlowControl.Call)
                    return method.Module.ResolveMethod(step.Operand, method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null);
                if (step.Code.FlowControl is FlowControl.Return or FlowControl.Cond_Branch or FlowControl.Throw || step.Code == OpCodes.Ldstr)
                    return null;
                next = step.Code.FlowControl is FlowControl.Branch && at.TryGetValue(step.Operand, out var target) ? target : next + 1;
            }

            return null;
        }
    }

    private static List<(int At, OpCode Code, int Operand)> Read(byte[] il)
    {
        var steps = new List<(int, OpCode, int)>();
        for (var at = 0; at < il.Length;)
        {
            var start = at;
            var code = il[at] == 0xFE ? s_codes[0xFE00 | il[at + 1]] : s_codes[il[at]];
            at += code.Size;
            var operand = 0;
            switch (code.OperandType)
            {
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                    operand = at + 1 + (sbyte)il[at];
                    at++;
                    break;
                case OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    at++;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    at += 8;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BitConverter.ToInt32(il, at));
                    break;
                default:
                    operand = BitConverter.ToInt32(il, at) + (code.OperandType is OperandType.InlineBrTarget ? at + 4 : 0);
                    at += 4;
                    break;
            }

            steps.Add((start, code, operand));
        }

        return steps;
    }
}

/// <param name="Text">The literal.</param>
/// <param name="Before">The literal that stands right before it: an attribute's name.</param>
/// <param name="Taker">The call that comes next after it.</param>
internal sealed record IlString(string Text, string? Before, MethodBase? Taker);
