/** Registers every element of cam-lens: the app imports all the others. */
import './cam-lens-app.ts';
