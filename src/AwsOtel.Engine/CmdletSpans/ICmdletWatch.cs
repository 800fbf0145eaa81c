namespace AwsOtel.Engine.CmdletSpans;

/// <summary>Follows one cmdlet in one pipeline; see <see cref="CmdletBracket"/> for when each is called.</summary>
internal interface ICmdletWatch
{
    /// <summary>The cmdlet's own code runs from here on.</summary>
    void Enter();

    /// <summary>Back to the engine.</summary>
    void Leave();

    /// <summary>The cmdlet writes: downstream cmdlets run inside this call.</summary>
    /// <param name="errorResponse">The exception that it is about to throw, where it is one.</param>
    void EnterOutput(Exception? errorResponse);

    /// <summary>Everything of one output was written.</summary>
    void CountOutput(object? output);

    /// <summary>Back from the output.</summary>
    void LeaveOutput();

    /// <summary>Ctrl-C, or another way of stopping from outside; on another thread.</summary>
    void Stop();

    /// <summary>An exception passes through the cmdlet's own code.</summary>
    void Fail(Exception exception);

    /// <summary>Nothing more comes. May be called again.</summary>
    void End();
}
