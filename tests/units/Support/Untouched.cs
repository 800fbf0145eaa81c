using System.Collections;
using System.Runtime.CompilerServices;
using AwsOtel.Tests.Support.Fakes;
using Xunit;

namespace AwsOtel.Tests.Support;

/// <summary>An object of the user as it is now, down to which objects it is made of: to be compared with itself later.</summary>
internal sealed class Untouched(object model)
{
    private readonly string _text = FakeJson.Render(model);
    private readonly int[] _parts = Parts(model).Select(RuntimeHelpers.GetHashCode).ToArray();

    public void Verify()
    {
        Assert.Equal(_text, FakeJson.Render(model));
        Assert.Equal(_parts, Parts(model).Select(RuntimeHelpers.GetHashCode));
    }

    private static IEnumerable<object> Parts(object part)
    {
        // A text cannot be changed, and may be made anew each time it is read.
        if (part is string)
            yield break;
        yield return part;
        var inner = part switch
        {
            IDictionary map => map.Values.Cast<object>(),
            IEnumerable items => items.Cast<object>(),
            _ when part.GetType().Namespace?.StartsWith("Amazon.", StringComparison.Ordinal) == true =>
                part.GetType().GetProperties().Where(static property => property.GetIndexParameters().Length == 0).Select(property => property.GetValue(part)).OfType<object>(),
            _ => [],
        };
        foreach (var one in inner.Where(static one => !one.GetType().IsValueType))
        {
            foreach (var deeper in Parts(one))
                yield return deeper;
        }
    }
}
