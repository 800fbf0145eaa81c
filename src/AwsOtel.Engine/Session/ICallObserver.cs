using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>Wants to know of the API calls made under its span. Calls may come from any thread.</summary>
internal interface ICallObserver
{
    /// <summary>An API call was begun.</summary>
    void CallBegan(Activity call);

    /// <summary>An API call failed, after all its attempts.</summary>
    void CallFailed(Exception exception);

    /// <summary>Bytes of an object were sent or received.</summary>
    void BytesMoved(long bytes);
}

/// <summary>Ties an observer to its span, so that a call finds it from wherever the span is ambient.</summary>
internal static class CallObserver
{
    private const string Property = "awsotel.call-observer";

    public static void Attach(Activity span, ICallObserver observer) => span.SetCustomProperty(Property, observer);

    /// <summary>The observer of the nearest span upwards that has one.</summary>
    public static ICallObserver? Find(Activity? span)
    {
        for (; span is not null; span = span.Parent)
        {
            if (span.GetCustomProperty(Property) is ICallObserver observer)
                return observer;
        }

        return null;
    }
}
