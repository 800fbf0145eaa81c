using System.Diagnostics;

namespace AwsOtel.Engine.Session;

/// <summary>Code of the user's that looks at calls. No method throws, and none keeps a call waiting for long.</summary>
internal interface ICallHooks : IDisposable
{
    /// <summary>Hooks that threw, were cut off, or could not be run.</summary>
    long Failures { get; }

    /// <summary>A call was begun, and its span has what its request tells.</summary>
    void OnRequest(Activity span, string operation, object request);

    /// <summary>A call gave a response, and its span has what that tells.</summary>
    void OnResponse(Activity span, string operation, object response);
}

/// <summary>The hooks of the sessions that are on.</summary>
internal static class CallHooks
{
    /// <summary>Null where there are none.</summary>
    public static ICallHooks? Current { get; set; }
}
